namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>Section <c>Kelp</c>: what is true of all of it.</summary>
internal sealed class KelpOptions
{
    public const string Section = "Kelp";

    /// <summary>True to take scenes from the local folder only and to mark every output as a demonstration; the same as <c>--demo</c>.</summary>
    public bool Demo { get; set; }
}
