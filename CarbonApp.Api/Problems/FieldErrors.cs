using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CarbonApp.Api.Problems;

/// <summary>What is wrong with a request, field by field, so that one answer names all of it.</summary>
internal sealed class FieldErrors
{
    private Dictionary<string, string[]>? _errors;

    public bool Any => _errors is not null;

    /// <summary>Fields with errors: one answer need not name thousands.</summary>
    public int Count => _errors?.Count ?? 0;

    public void Add(string field, string message)
    {
        _errors ??= [];
        _errors[field] = _errors.TryGetValue(field, out var earlier) ? [.. earlier, message] : [message];
    }

    public bool Require<T>(string field, [NotNullWhen(true)] T? value)
        where T : class
    {
        if (value is null)
        {
            Add(field, "is missing.");
        }

        return value is not null;
    }

    public string OneOf(string field, string? value, params ReadOnlySpan<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            Add(field, $"'{(value.Length <= 40 ? value : value[..40] + "…")}' is not one of {string.Join(", ", allowed)}.");
        }

        return value ?? allowed[0];
    }

    public void Within(string field, double value, double low, double high, string unit)
    {
        if (!(value >= low && value <= high))
        {
            Add(field, $"{value} lies outside {low} to {high}{unit}.");
        }
    }

    public ProblemHttpResult ToProblem() => DomainProblems.Invalid(_errors ?? []);
}
