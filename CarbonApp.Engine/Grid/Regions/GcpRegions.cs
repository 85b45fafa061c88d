namespace CarbonApp.Engine.Grid.Regions;

/// <summary>Regions of Google Cloud (Google, "Regions and zones", 2026).</summary>
internal static class GcpRegions
{
    /// <summary>Mean of Google's data centres (Google, "Efficiency").</summary>
    public const double Pue = 1.1;

    public static IEnumerable<CloudRegion> All =>
    [
        // North and South America
        Region("us-central1", "Council Bluffs, Iowa, United States", 41.26, -95.86, "US-CENT-SWPP"),
        Region("us-east1", "Moncks Corner, South Carolina, United States", 33.20, -80.01, "US-CAR-SC"),
        Region("us-east4", "Ashburn, Virginia, United States", 39.04, -77.49, "US-MIDA-PJM"),
        Region("us-east5", "Columbus, Ohio, United States", 39.96, -83.00, "US-MIDA-PJM"),
        Region("us-south1", "Dallas, Texas, United States", 32.78, -96.80, "US-TEX-ERCO"),
        Region("us-west1", "The Dalles, Oregon, United States", 45.59, -121.18, "US-NW-PACW"),
        Region("us-west2", "Los Angeles, California, United States", 34.05, -118.24, "US-CAL-CISO"),
        Region("us-west3", "Salt Lake City, Utah, United States", 40.76, -111.89, "US-NW-PACE"),
        Region("us-west4", "Las Vegas, Nevada, United States", 36.17, -115.14, "US-NW-NEVP"),
        Region("northamerica-northeast1", "Montreal, Canada", 45.50, -73.57, "CA-QC"),
        Region("northamerica-northeast2", "Toronto, Canada", 43.65, -79.38, "CA-ON"),
        Region("northamerica-south1", "Querétaro, Mexico", 20.59, -100.39, "MX"),
        Region("southamerica-east1", "São Paulo, Brazil", -23.55, -46.63, "BR-CS"),
        Region("southamerica-west1", "Santiago, Chile", -33.45, -70.67, "CL-SEN"),

        // Europe
        Region("europe-central2", "Warsaw, Poland", 52.23, 21.01, "PL"),
        Region("europe-north1", "Hamina, Finland", 60.57, 27.20, "FI"),
        Region("europe-north2", "Stockholm, Sweden", 59.33, 18.07, "SE-SE3"),
        Region("europe-southwest1", "Madrid, Spain", 40.42, -3.70, "ES"),
        Region("europe-west1", "St. Ghislain, Belgium", 50.45, 3.82, "BE"),
        Region("europe-west2", "London, United Kingdom", 51.51, -0.13, "GB"),
        Region("europe-west3", "Frankfurt, Germany", 50.11, 8.68, "DE"),
        Region("europe-west4", "Eemshaven, Netherlands", 53.44, 6.84, "NL"),
        Region("europe-west6", "Zürich, Switzerland", 47.38, 8.54, "CH"),
        Region("europe-west8", "Milan, Italy", 45.46, 9.19, "IT-NO"),
        Region("europe-west9", "Paris, France", 48.86, 2.35, "FR"),
        Region("europe-west10", "Berlin, Germany", 52.52, 13.40, "DE"),
        Region("europe-west12", "Turin, Italy", 45.07, 7.69, "IT-NO"),

        // Africa and the Middle East
        Region("africa-south1", "Johannesburg, South Africa", -26.20, 28.05, "ZA"),
        Region("me-central1", "Doha, Qatar", 25.29, 51.53, "QA"),
        Region("me-central2", "Dammam, Saudi Arabia", 26.43, 50.10, "SA"),
        Region("me-west1", "Tel Aviv, Israel", 32.09, 34.78, "IL"),

        // Asia and the Pacific
        Region("asia-east1", "Changhua County, Taiwan", 24.05, 120.52, "TW"),
        Region("asia-east2", "Hong Kong", 22.32, 114.17, "HK"),
        Region("asia-northeast1", "Tokyo, Japan", 35.68, 139.77, "JP-TK"),
        Region("asia-northeast2", "Osaka, Japan", 34.69, 135.50, "JP-KN"),
        Region("asia-northeast3", "Seoul, South Korea", 37.57, 126.98, "KR"),
        Region("asia-south1", "Mumbai, India", 19.08, 72.88, "IN-WE"),
        Region("asia-south2", "Delhi, India", 28.61, 77.21, "IN-NO"),
        Region("asia-southeast1", "Jurong West, Singapore", 1.34, 103.71, "SG"),
        Region("asia-southeast2", "Jakarta, Indonesia", -6.21, 106.85, "ID"),
        Region("australia-southeast1", "Sydney, Australia", -33.87, 151.21, "AU-NSW"),
        Region("australia-southeast2", "Melbourne, Australia", -37.81, 144.96, "AU-VIC"),
    ];

    private static CloudRegion Region(string code, string place, double latitude, double longitude, string zone) =>
        new(CloudProvider.Gcp, code, place, latitude, longitude, Signals.ZoneId.Parse(zone), Pue);
}
