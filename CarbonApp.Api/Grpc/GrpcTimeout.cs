using System.Globalization;

namespace CarbonApp.Api.Grpc;

/// <summary>The header <c>grpc-timeout</c>: at most eight digits and a unit, such as 15S or 100m.</summary>
internal static class GrpcTimeout
{
    /// <summary>False when the text is no timeout. Longer ones than a timer can wait for are cut to 24 days.</summary>
    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        double seconds = text[^1] switch
        {
            'H' => amount * 3600.0,
            'M' => amount * 60.0,
            'S' => amount,
            'm' => amount / 1e3,
            'u' => amount / 1e6,
            'n' => amount / 1e9,
            _ => -1,
        };
        timeout = TimeSpan.FromSeconds(Math.Min(seconds, 24 * 86_400));
        return seconds >= 0;
    }
}
