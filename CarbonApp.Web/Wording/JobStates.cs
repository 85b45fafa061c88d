namespace CarbonApp.Web.Wording;

/// <summary>States of work that goes on after its request was answered, in plain words.</summary>
internal static class JobStates
{
    public static string Of(string state) => state switch
    {
        "queued" => "Waiting",
        "running" => "Running",
        "completed" => "Done",
        "failed" => "Failed",
        "cancelled" => "Cancelled",
        _ => state,
    };

    public static bool HasEnded(string state) => state is "completed" or "failed" or "cancelled";
}
