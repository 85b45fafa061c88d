namespace CarbonApp.Api.Kelp.Catalog;

/// <summary>What went wrong with a catalogue or the files it points to.</summary>
internal enum CatalogFault
{
    /// <summary>The host could not be reached, or hung up.</summary>
    Unreachable,

    /// <summary>No answer within the time set.</summary>
    TimedOut,

    /// <summary>It asks for fewer calls.</summary>
    RateLimited,

    /// <summary>It does not let us in: key, token or rights.</summary>
    Refused,

    /// <summary>It failed by itself (5xx).</summary>
    ServerError,

    /// <summary>What the item points to is not there.</summary>
    NotFound,

    /// <summary>The answer is not what was asked for.</summary>
    BadPayload,

    /// <summary>The file was replaced while it was read.</summary>
    Changed,

    /// <summary>The address is one that is not called.</summary>
    NotAllowed,

    /// <summary>There is no such catalogue here.</summary>
    NotSetUp,
}

/// <summary>A catalogue, or a file it points to, that gave no answer that can be used. The message names what and why.</summary>
internal sealed class CatalogException(string catalog, CatalogFault fault, string message, Exception? innerException = null)
    : Exception($"{catalog}: {message}", innerException)
{
    /// <summary>Name of the catalogue.</summary>
    public string Catalog { get; } = catalog;

    public CatalogFault Fault { get; } = fault;

    /// <summary>How long the host asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether part of the answer came: the count of attempts begins anew.</summary>
    public bool Progressed { get; set; }

    /// <summary>Whether asking again may help.</summary>
    public bool IsTransient => Fault is CatalogFault.Unreachable or CatalogFault.TimedOut or CatalogFault.RateLimited or CatalogFault.ServerError;

    /// <summary>What whoever asked, or the operator, can do.</summary>
    public string Remedy => Fault switch
    {
        CatalogFault.Unreachable or CatalogFault.TimedOut => "Check the network and the address, try again later, ask another catalogue, or put scenes into a folder (Kelp:Catalogs:Local:Folder).",
        CatalogFault.RateLimited => "Try again later, or set a subscription key where the catalogue has one.",
        CatalogFault.Refused => "Check the subscription key and whether the collection is open.",
        CatalogFault.NotAllowed => "An operator can allow the host in the catalogue's DataHosts, and by Outbound where it is not public.",
        CatalogFault.NotSetUp => "An operator can set catalogues up under Kelp:Catalogs.",
        CatalogFault.Changed => "Begin again: the scene was replaced while it was read.",
        _ => "Try again later or ask another catalogue.",
    };
}
