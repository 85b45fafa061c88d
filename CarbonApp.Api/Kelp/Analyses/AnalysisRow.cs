namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>An analysis as lists show it: a row of <c>kelp_analysis</c> with the state of its job.</summary>
internal sealed class AnalysisRow
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    public required double[] Bbox { get; init; }

    public DateTime Period_From { get; init; }

    public DateTime Period_To { get; init; }

    public bool Demo { get; init; }

    public DateTime Created_At { get; init; }

    public DateTime? Completed_At { get; init; }

    public double[]? Canopy_M2 { get; init; }

    public double[]? Stock_T { get; init; }

    /// <summary>Of the job; null where its row is gone.</summary>
    public string? Status { get; init; }

    public double? Progress { get; init; }

    public string? Stage { get; init; }

    public DateTime? Ended_At { get; init; }
}

/// <summary>What an analysis needs in order to be stored before anything of it is known.</summary>
internal sealed record NewAnalysis(string Id, string? Name, string Request, double[] Bbox, DateTimeOffset From, DateTimeOffset To, bool Demo);
