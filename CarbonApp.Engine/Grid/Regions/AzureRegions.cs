namespace CarbonApp.Engine.Grid.Regions;

/// <summary>
/// Regions of Microsoft Azure, government and China included (Microsoft, "List of Azure regions", 2026). Coordinates are those of
/// Azure's own region metadata, rounded, but for regions whose metadata lie far from the place Microsoft names.
/// </summary>
internal static class AzureRegions
{
    /// <summary>Mean of Azure's data centres (Cloud Carbon Footprint methodology, appendix I).</summary>
    public const double Pue = 1.185;

    public static IEnumerable<CloudRegion> All =>
    [
        // North and South America
        Region("eastus", "Virginia, United States", 37.37, -79.82, "US-MIDA-PJM"),
        Region("eastus2", "Boydton, Virginia, United States", 36.67, -78.39, "US-MIDA-PJM"),
        Region("eastus2euap", "Boydton, Virginia, United States", 36.67, -78.39, "US-MIDA-PJM"),
        Region("centralus", "Des Moines, Iowa, United States", 41.59, -93.62, "US-MIDW-MISO"),
        Region("centraluseuap", "Des Moines, Iowa, United States", 41.59, -93.62, "US-MIDW-MISO"),
        Region("northcentralus", "Chicago, Illinois, United States", 41.88, -87.63, "US-MIDA-PJM"),
        Region("southcentralus", "San Antonio, Texas, United States", 29.42, -98.50, "US-TEX-ERCO"),
        Region("westcentralus", "Cheyenne, Wyoming, United States", 41.14, -104.82, "US-NW-WACM"),
        Region("westus", "California, United States", 37.78, -122.42, "US-CAL-CISO"),
        Region("westus2", "Quincy, Washington, United States", 47.23, -119.85, "US-NW-GCPD"),
        Region("westus3", "Phoenix, Arizona, United States", 33.45, -112.07, "US-SW-AZPS"),
        Region("usgovarizona", "Phoenix, Arizona, United States", 33.45, -112.07, "US-SW-AZPS"),
        Region("usgovtexas", "San Antonio, Texas, United States", 29.42, -98.50, "US-TEX-ERCO"),
        Region("usgovvirginia", "Boydton, Virginia, United States", 36.67, -78.39, "US-MIDA-PJM"),
        Region("usdodcentral", "Des Moines, Iowa, United States", 41.59, -93.62, "US-MIDW-MISO"),
        Region("usdodeast", "Boydton, Virginia, United States", 36.67, -78.39, "US-MIDA-PJM"),
        Region("canadacentral", "Toronto, Canada", 43.65, -79.38, "CA-ON"),
        Region("canadaeast", "Québec, Canada", 46.82, -71.22, "CA-QC"),
        Region("mexicocentral", "Querétaro, Mexico", 20.59, -100.39, "MX"),
        Region("brazilsouth", "São Paulo, Brazil", -23.55, -46.63, "BR-CS"),
        Region("brazilsoutheast", "Rio de Janeiro, Brazil", -22.90, -43.21, "BR-CS"),
        Region("chilecentral", "Santiago, Chile", -33.45, -70.67, "CL-SEN"),

        // Europe
        Region("austriaeast", "Vienna, Austria", 48.21, 16.37, "AT"),
        Region("belgiumcentral", "Brussels, Belgium", 50.85, 4.35, "BE"),
        Region("francecentral", "Paris, France", 48.86, 2.35, "FR"),
        Region("francesouth", "Marseille, France", 43.30, 5.37, "FR"),
        Region("germanynorth", "Northern Germany", 53.07, 8.81, "DE"),
        Region("germanywestcentral", "Frankfurt, Germany", 50.11, 8.68, "DE"),
        Region("italynorth", "Milan, Italy", 45.47, 9.18, "IT-NO"),
        Region("northeurope", "Dublin, Ireland", 53.35, -6.26, "IE"),
        Region("norwayeast", "Oslo, Norway", 59.91, 10.75, "NO-NO1"),
        Region("norwaywest", "Stavanger, Norway", 58.97, 5.73, "NO-NO2"),
        Region("polandcentral", "Warsaw, Poland", 52.23, 21.02, "PL"),
        Region("spaincentral", "Madrid, Spain", 40.42, -3.70, "ES"),
        Region("swedencentral", "Gävle, Sweden", 60.67, 17.14, "SE-SE3"),
        Region("switzerlandnorth", "Zürich, Switzerland", 47.45, 8.56, "CH"),
        Region("switzerlandwest", "Geneva, Switzerland", 46.20, 6.14, "CH"),
        Region("uksouth", "Southern England, United Kingdom", 50.94, -0.80, "GB"),
        Region("ukwest", "Cardiff, United Kingdom", 51.48, -3.18, "GB"),
        Region("westeurope", "Amsterdam, Netherlands", 52.37, 4.90, "NL"),

        // Africa and the Middle East
        Region("israelcentral", "Central Israel", 32.09, 34.78, "IL"),
        Region("qatarcentral", "Doha, Qatar", 25.55, 51.44, "QA"),
        Region("southafricanorth", "Johannesburg, South Africa", -25.73, 28.22, "ZA"),
        Region("southafricawest", "Cape Town, South Africa", -34.08, 18.84, "ZA"),
        Region("uaecentral", "Abu Dhabi, United Arab Emirates", 24.47, 54.37, "AE"),
        Region("uaenorth", "Dubai, United Arab Emirates", 25.27, 55.32, "AE"),

        // Asia and the Pacific
        Region("australiacentral", "Canberra, Australia", -35.31, 149.12, "AU-NSW"),
        Region("australiacentral2", "Canberra, Australia", -35.31, 149.12, "AU-NSW"),
        Region("australiaeast", "Sydney, Australia", -33.86, 151.21, "AU-NSW"),
        Region("australiasoutheast", "Melbourne, Australia", -37.81, 144.96, "AU-VIC"),
        Region("centralindia", "Pune, India", 18.58, 73.92, "IN-WE"),
        Region("southindia", "Chennai, India", 12.98, 80.16, "IN-SO"),
        Region("westindia", "Mumbai, India", 19.09, 72.87, "IN-WE"),
        Region("jioindiacentral", "Nagpur, India", 21.15, 79.09, "IN-WE"),
        Region("jioindiawest", "Jamnagar, India", 22.47, 70.06, "IN-WE"),
        Region("eastasia", "Hong Kong", 22.27, 114.19, "HK"),
        Region("southeastasia", "Singapore", 1.28, 103.83, "SG"),
        Region("indonesiacentral", "Jakarta, Indonesia", -6.21, 106.85, "ID"),
        Region("japaneast", "Tokyo, Japan", 35.68, 139.77, "JP-TK"),
        Region("japanwest", "Osaka, Japan", 34.69, 135.50, "JP-KN"),
        Region("koreacentral", "Seoul, South Korea", 37.57, 126.98, "KR"),
        Region("koreasouth", "Busan, South Korea", 35.18, 129.08, "KR"),
        Region("malaysiawest", "Kuala Lumpur, Malaysia", 3.14, 101.69, "MY-WM"),
        Region("newzealandnorth", "Auckland, New Zealand", -36.85, 174.76, "NZ"),
        Region("chinaeast", "Shanghai, China", 31.23, 121.47, "CN"),
        Region("chinaeast2", "Shanghai, China", 31.23, 121.47, "CN"),
        Region("chinaeast3", "Shanghai, China", 31.23, 121.47, "CN"),
        Region("chinanorth", "Beijing, China", 39.90, 116.41, "CN"),
        Region("chinanorth2", "Beijing, China", 39.90, 116.41, "CN"),
        Region("chinanorth3", "Hebei, China", 38.04, 114.51, "CN"),
    ];

    private static CloudRegion Region(string code, string place, double latitude, double longitude, string zone) =>
        new(CloudProvider.Azure, code, place, latitude, longitude, Signals.ZoneId.Parse(zone), Pue);
}
