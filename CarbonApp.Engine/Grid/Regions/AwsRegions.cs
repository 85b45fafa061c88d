namespace CarbonApp.Engine.Grid.Regions;

/// <summary>Regions of Amazon Web Services, GovCloud, China and the European Sovereign Cloud included (AWS, "Regions and Zones", 2026).</summary>
internal static class AwsRegions
{
    /// <summary>Mean of AWS' data centres (Cloud Carbon Footprint methodology, appendix I).</summary>
    public const double Pue = 1.135;

    public static IEnumerable<CloudRegion> All =>
    [
        // North and South America
        Region("us-east-1", "Northern Virginia, United States", 38.95, -77.45, "US-MIDA-PJM"),
        Region("us-east-2", "Ohio, United States", 39.96, -83.00, "US-MIDA-PJM"),
        Region("us-west-1", "Northern California, United States", 37.35, -121.96, "US-CAL-CISO"),
        Region("us-west-2", "Oregon, United States", 45.84, -119.70, "US-NW-PACW"),
        Region("us-gov-east-1", "Ohio, United States", 39.96, -83.00, "US-MIDA-PJM"),
        Region("us-gov-west-1", "Oregon, United States", 45.84, -119.70, "US-NW-PACW"),
        Region("ca-central-1", "Montreal, Canada", 45.50, -73.57, "CA-QC"),
        Region("ca-west-1", "Calgary, Canada", 51.05, -114.07, "CA-AB"),
        Region("mx-central-1", "Querétaro, Mexico", 20.59, -100.39, "MX"),
        Region("sa-east-1", "São Paulo, Brazil", -23.55, -46.63, "BR-CS"),

        // Europe
        Region("eu-west-1", "Dublin, Ireland", 53.35, -6.26, "IE"),
        Region("eu-west-2", "London, United Kingdom", 51.51, -0.13, "GB"),
        Region("eu-west-3", "Paris, France", 48.86, 2.35, "FR"),
        Region("eu-central-1", "Frankfurt, Germany", 50.11, 8.68, "DE"),
        Region("eu-central-2", "Zürich, Switzerland", 47.38, 8.54, "CH"),
        Region("eu-north-1", "Stockholm, Sweden", 59.33, 18.07, "SE-SE3"),
        Region("eu-south-1", "Milan, Italy", 45.46, 9.19, "IT-NO"),
        Region("eu-south-2", "Aragón, Spain", 41.65, -0.88, "ES"),
        Region("eusc-de-east-1", "Brandenburg, Germany", 52.40, 13.06, "DE"),

        // Africa and the Middle East
        Region("af-south-1", "Cape Town, South Africa", -33.92, 18.42, "ZA"),
        Region("il-central-1", "Tel Aviv, Israel", 32.09, 34.78, "IL"),
        Region("me-central-1", "Abu Dhabi, United Arab Emirates", 24.45, 54.38, "AE"),
        Region("me-south-1", "Manama, Bahrain", 26.23, 50.59, "BH"),

        // Asia and the Pacific
        Region("ap-east-1", "Hong Kong", 22.32, 114.17, "HK"),
        Region("ap-east-2", "Taipei, Taiwan", 25.03, 121.57, "TW"),
        Region("ap-northeast-1", "Tokyo, Japan", 35.68, 139.77, "JP-TK"),
        Region("ap-northeast-2", "Seoul, South Korea", 37.57, 126.98, "KR"),
        Region("ap-northeast-3", "Osaka, Japan", 34.69, 135.50, "JP-KN"),
        Region("ap-south-1", "Mumbai, India", 19.08, 72.88, "IN-WE"),
        Region("ap-south-2", "Hyderabad, India", 17.39, 78.49, "IN-SO"),
        Region("ap-southeast-1", "Singapore", 1.35, 103.82, "SG"),
        Region("ap-southeast-2", "Sydney, Australia", -33.87, 151.21, "AU-NSW"),
        Region("ap-southeast-3", "Jakarta, Indonesia", -6.21, 106.85, "ID"),
        Region("ap-southeast-4", "Melbourne, Australia", -37.81, 144.96, "AU-VIC"),
        Region("ap-southeast-5", "Kuala Lumpur, Malaysia", 3.14, 101.69, "MY-WM"),
        Region("ap-southeast-6", "Auckland, New Zealand", -36.85, 174.76, "NZ"),
        Region("ap-southeast-7", "Bangkok, Thailand", 13.76, 100.50, "TH"),
        Region("cn-north-1", "Beijing, China", 39.90, 116.41, "CN"),
        Region("cn-northwest-1", "Ningxia, China", 37.51, 105.19, "CN"),
    ];

    private static CloudRegion Region(string code, string place, double latitude, double longitude, string zone) =>
        new(CloudProvider.Aws, code, place, latitude, longitude, Signals.ZoneId.Parse(zone), Pue);
}
