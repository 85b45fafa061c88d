using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Data;

/// <summary>Settings <c>Grid:Store</c>.</summary>
internal sealed class SignalStoreOptions : IValidatableObject
{
    public const string Section = "Grid:Store";

    /// <summary>Stands for every source not named.</summary>
    public const string AllOthers = "*";

    /// <summary>What counts when nothing is set: imported files before feeds, feeds close to the grid operator first.</summary>
    private static readonly string[] DefaultPriority = ["import", AllOthers, "neso", "electricity-maps", "energy-charts", "watttime"];

    /// <summary>
    /// Sources in order of trust; where two hold values of one time and status, the first named here stands. <c>*</c> is the place of
    /// those not named (the end, if it is missing), by name among themselves. Null means import, *, neso, electricity-maps,
    /// energy-charts, watttime.
    /// </summary>
    public IReadOnlyList<string>? SourcePriority { get; set; }

    /// <summary>How long reading stored history may take before the next source is asked, s.</summary>
    [Range(0.1, 60)]
    public double ReadTimeoutSeconds { get; set; } = 3;

    /// <summary>How long a reading may be given again without asking Postgres, s; 0 asks every time. Own writes and the imports of other replicas are seen at once.</summary>
    [Range(0, 300)]
    public double RememberSeconds { get; set; } = 5;

    /// <summary>Place of a source, lower being more trusted.</summary>
    public int RankOf(string source)
    {
        var order = SourcePriority ?? DefaultPriority;
        var others = order.Count;
        for (var i = 0; i < order.Count; i++)
        {
            if (string.Equals(order[i], source, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }

            others = order[i] == AllOthers ? i : others;
        }

        return others;
    }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var twice = SourcePriority?.GroupBy(s => s, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            yield return new ValidationResult($"{Section}:SourcePriority names '{twice.Key}' twice: name each source once.", [nameof(SourcePriority)]);
        }
    }
}
