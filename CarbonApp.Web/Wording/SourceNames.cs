namespace CarbonApp.Web.Wording;

/// <summary>Sources' short names as people know them.</summary>
internal static class SourceNames
{
    public static string Of(string? source) => source switch
    {
        null => "",
        "neso" => "NESO",
        "energy-charts" => "Energy-Charts",
        "electricity-maps" or "electricitymaps" => "Electricity Maps",
        "watttime" => "WattTime",
        "annual-mean" => "annual mean, modelled day",
        "history" or "stored" or "import" => "imported history",
        _ => source,
    };
}
