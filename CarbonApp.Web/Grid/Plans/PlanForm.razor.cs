using CarbonApp.Web.Pages;
using CarbonApp.Web.Wording;
using Microsoft.AspNetCore.Components;

namespace CarbonApp.Web.Grid.Plans;

/// <summary>The fields of a job, on the page of its plan and on that of its trade-offs.</summary>
public partial class PlanForm
{
    private static readonly (string Hours, string Words)[] WithinChoices =
    [
        ("6", "6 hours"), ("12", "12 hours"), ("24", "24 hours"), ("48", "2 days"), ("72", "3 days"), ("168", "7 days"),
    ];

    private static readonly (string Value, string Words)[] RiskChoices =
    [
        ("", "what is to be expected"), ("p90", "the worst of nine cases in ten"), ("minimaxRegret", "never far from the best"),
    ];

    private static readonly (string Name, string Label, string Hint)[] TimeFields =
    [
        ("earliest", "Not before, UTC", "Now if left out."),
        ("deadline", "Deadline, UTC", "Wins over “done within”."),
        ("asof", "Plan as of, UTC", "A past time plans over stored history."),
    ];

    /// <summary>What was typed.</summary>
    [Parameter, EditorRequired]
    public PlanQuestion Question { get; set; } = null!;

    /// <summary>Complaints by field.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyDictionary<string, string> Errors { get; set; } = null!;

    /// <summary>Zones and regions to suggest.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<(string Value, string Name)> Sites { get; set; } = [];

    /// <summary>Whether the answer is a front: it knows prices, but no costly pauses, sizes, risk or limits.</summary>
    [Parameter]
    public bool ForFront { get; set; }

    private string Action => ForFront ? "/plan/tradeoffs" : "/plan";

    private string Busy => ForFront ? "Weighing …" : "Planning …";

    private string Submit => ForFront ? "Show the choices" : "Find the best time";

    private string Mode => ForFront && Question.Mode == "elastic" ? "contiguous" : Question.Mode;

    private bool More => Any("count", "earliest", "deadline", "asof", "risk");

    private bool Limited => Any("origin", "datagb", "latency", "countries");

    private bool Any(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Question[field].Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private PlaceText? Place(int row) => row <= Question.Places.Count ? Question.Places[row - 1] : null;

    private RenderFragment PriceField(int row) => Field(
        PlaceText.PriceField(row), row == 1 ? "Price there, EUR/MWh" : $"Price at place {row}, EUR/MWh", Place(row)?.Price ?? "", "decimal", null, row > 1);

    private RenderFragment Text(string name, string label, string? mode = null, string? hint = null) => Field(name, label, Question[name], mode, hint, false);

    private RenderFragment Field(string name, string label, string value, string? mode, string? hint, bool price) => builder =>
    {
        builder.OpenComponent<TextField>(0);
        builder.AddComponentParameter(1, nameof(TextField.Name), name);
        builder.AddComponentParameter(2, nameof(TextField.Label), label);
        builder.AddComponentParameter(3, nameof(TextField.Value), value);
        builder.AddComponentParameter(4, nameof(TextField.Errors), Errors);
        builder.AddComponentParameter(5, nameof(TextField.Mode), mode);
        builder.AddComponentParameter(6, nameof(TextField.Hint), hint);
        builder.AddComponentParameter(7, nameof(TextField.Quiet), price);
        builder.AddComponentParameter(8, nameof(TextField.Placeholder), price ? "EUR/MWh" : null);
        builder.CloseComponent();
    };

    private static string? TimeValue(string text) => Times.TryParse(text, out var time) ? Times.Field(time) : null;

    private string? Invalid(string field) => Errors.ContainsKey(field) ? "field-invalid" : null;

    private string? AriaInvalid(string field) => Errors.ContainsKey(field) ? "true" : null;

    private string? ErrorId(string field) => Errors.ContainsKey(field) ? $" {field}-error" : null;

    private RenderFragment? FieldError(string field) => !Errors.TryGetValue(field, out var message)
        ? null
        : builder =>
        {
            builder.OpenElement(0, "p");
            builder.AddAttribute(1, "class", "field-error");
            builder.AddAttribute(2, "id", $"{field}-error");
            builder.AddContent(3, message);
            builder.CloseElement();
        };
}
