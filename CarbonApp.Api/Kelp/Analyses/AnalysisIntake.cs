using System.Diagnostics.CodeAnalysis;
using CarbonApp.Api.Kelp.Catalog;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Kelp.Analyses;

/// <summary>Reads requests with what this service is set up with; for callers and for jobs.</summary>
internal sealed class AnalysisIntake(SceneFinder scenes)
{
    /// <summary>Reads a request; false with a problem that names what to change.</summary>
    public bool TryRead(AnalysisRequest request, [NotNullWhen(true)] out AnalysisQuestion? question, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        string[] catalogs = [.. scenes.Catalogs.Select(c => c.Name)];
        if (catalogs.Length == 0)
        {
            (question, problem) = (null, AnalysisProblems.NoCatalog());
            return false;
        }

        return AnalysisQuestion.TryRead(request, catalogs, out question, out problem);
    }

    /// <summary>What is stored of an analysis before anything of it is known; by whoever comes first, the caller or the job.</summary>
    public NewAnalysis Describe(string id, AnalysisQuestion question, string request)
    {
        var box = question.Area.Bounds;
        return new(id, question.Request.Name, request, [box.West, box.South, box.East, box.North], question.From, question.To, scenes.IsDemo);
    }
}
