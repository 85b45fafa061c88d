using System.ComponentModel.DataAnnotations;

namespace CarbonApp.Api.Grid.Sources.Feeds;

/// <summary>Section <c>Sources:EnergyCharts</c>.</summary>
internal sealed class EnergyChartsOptions
{
    public const string Section = "Sources:EnergyCharts";

    public bool Enabled { get; set; } = true;

    [Required]
    public Uri BaseAddress { get; set; } = new("https://api.energy-charts.info");

    /// <summary>Whole countries it has figures for, ISO 3166-1, comma separated. Parts of countries (bidding zones) it has not.</summary>
    [RegularExpression("^[A-Za-z]{2}( *, *[A-Za-z]{2})*$", ErrorMessage = "Sources:EnergyCharts:Countries must be two-letter codes separated by commas.")]
    public string Countries { get; set; } =
        "AT,BE,BG,CH,CZ,DE,DK,EE,ES,FI,FR,GR,HR,HU,IE,IT,LT,LU,LV,ME,MK,NL,NO,PL,PT,RO,RS,SE,SI,SK";
}
