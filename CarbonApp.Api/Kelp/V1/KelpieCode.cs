namespace CarbonApp.Api.Kelp.V1;

/// <summary>The error catalogue of Kelpie v1: its codes, and what to try for each.</summary>
internal static class KelpieCode
{
    /// <summary>Member of a problem that names the code itself.</summary>
    public const string Extension = "kelpieCode";

    public const string InvalidRequest = "INVALID_REQUEST";
    public const string InvalidCoordinates = "INVALID_COORDINATES";
    public const string InvalidDateRange = "INVALID_DATE_RANGE";
    public const string InvalidAnalysisId = "INVALID_ANALYSIS_ID";
    public const string InvalidParameter = "INVALID_PARAMETER";
    public const string MissingRequiredField = "MISSING_REQUIRED_FIELD";
    public const string ResourceNotFound = "RESOURCE_NOT_FOUND";
    public const string SatelliteDataError = "SATELLITE_DATA_ERROR";
    public const string DataProcessingError = "DATA_PROCESSING_ERROR";
    public const string ExternalServiceError = "EXTERNAL_SERVICE_ERROR";
    public const string ServiceUnavailable = "SERVICE_UNAVAILABLE";
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>The code of a problem that does not name one.</summary>
    public static string Of(int status, string? field, string? detail) => status switch
    {
        404 => ResourceNotFound,
        422 => SatelliteDataError,
        429 or 503 => ServiceUnavailable,
        502 or 504 => ExternalServiceError,
        >= 500 => InternalError,
        _ => (field, detail) switch
        {
            (not null, { } text) when text.Contains("is missing", StringComparison.Ordinal) => MissingRequiredField,
            ("aoi" or "aoi.lat" or "aoi.lng", _) => InvalidCoordinates,
            ("start_date" or "end_date", _) => InvalidDateRange,
            (not null, _) => InvalidParameter,
            _ => InvalidRequest,
        },
    };

    public static IReadOnlyList<string> SuggestionsFor(string code) => code switch
    {
        InvalidCoordinates => ["Give lat from -80 to 84 and lng from -180 to 180, in decimal degrees.", "Choose a place on the coast: kelp grows within some kilometres of land."],
        InvalidDateRange => ["Write days as YYYY-MM-DD.", "Let end_date lie after start_date, at most 365 days.", "For several years ask POST /api/v2/analyses."],
        MissingRequiredField => ["Send aoi with lat and lng, start_date and end_date.", "GET /openapi/v1.json has an example of every call."],
        InvalidParameter => ["Correct the parameter that field names; message says what it may be."],
        InvalidRequest => ["Check the body against the example in /docs."],
        ResourceNotFound => ["Check the id: POST /api/imagery/analyze-and-cache and POST /api/run give one.", "GET /api/v2/analyses lists what is stored; old analyses are dropped.", "GET /api/imagery/{id}/metadata lists the layers."],
        InvalidAnalysisId => ["Wait until the analysis has completed: GET /api/v2/analyses/{id} tells."],
        SatelliteDataError => ["Try a longer period: a satellite passes every 2 to 5 days, and clouds hide many passes.", "Allow more cloud with max_cloud_cover.", "Check that the place is on a coast."],
        DataProcessingError => ["GET /api/v2/analyses/{id} tells what failed.", "Try another period."],
        ExternalServiceError => ["Try again in a few minutes: the catalogue of scenes did not answer.", "An operator can put scenes into a folder (Kelp:Catalogs:Local:Folder) or start with --demo."],
        ServiceUnavailable => ["Try again in a few minutes: the same request then gives the analysis that is under way.", "For long analyses ask POST /api/v2/analyses, which answers at once."],
        _ => ["Try again; if it fails again, report it with the time of the call."],
    };
}
