using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CarbonApp.Api.Access;
using CarbonApp.Api.Grid.Backtests;
using CarbonApp.Api.Grid.Batch;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Api.Grid.Forecasts;
using CarbonApp.Api.Grid.Instances;
using CarbonApp.Api.Grid.Ledger;
using CarbonApp.Api.Grid.Pareto;
using CarbonApp.Api.Grid.Placement;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Api.Grid.Regions;
using CarbonApp.Api.Grid.Schedules;
using CarbonApp.Api.Grid.Sdk;
using CarbonApp.Api.Grid.Signals;
using CarbonApp.Api.Grid.V1;
using CarbonApp.Api.Grid.WhatIf;
using CarbonApp.Api.Grid.Zones;
using CarbonApp.Api.Jobs;
using CarbonApp.Api.Kelp.Analyses;
using CarbonApp.Api.Kelp.Catalog;
using CarbonApp.Api.Kelp.Results;
using CarbonApp.Api.Kelp.V1;
using Microsoft.AspNetCore.Mvc;

namespace CarbonApp.Api.Json;

/// <summary>
/// Generated writers of every answer. Requests are left to reflection: a generated reader gives a missing init-only member the
/// default of its type instead of its initial value, so that a left-out duration would be 0 h. v2 is camelCase by the naming policy; v1 spells its snake_case names
/// member by member, because each is a promise to existing clients. A stored plan holds its request, and is left to reflection with it.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(UtcTime)], NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(PlanResponse))]
[JsonSerializable(typeof(PlanSiteItem[]))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(BatchResponse))]
[JsonSerializable(typeof(UnplacedItem[]))]
[JsonSerializable(typeof(ParetoResponse))]
[JsonSerializable(typeof(PlacementResponse))]
[JsonSerializable(typeof(FootprintResponse))]
[JsonSerializable(typeof(UnservedItem[]))]
[JsonSerializable(typeof(ScheduledJobResponse))]
[JsonSerializable(typeof(ScheduleListResponse))]
[JsonSerializable(typeof(BacktestResponse))]
[JsonSerializable(typeof(WhatIfResponse))]
[JsonSerializable(typeof(KeyResponse))]
[JsonSerializable(typeof(KeysResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(JobsResponse))]
[JsonSerializable(typeof(SignalResponse))]
[JsonSerializable(typeof(ForecastResponse))]
[JsonSerializable(typeof(LedgerResponse))]
[JsonSerializable(typeof(ZonesResponse))]
[JsonSerializable(typeof(RegionsResponse))]
[JsonSerializable(typeof(InstanceResponse))]
[JsonSerializable(typeof(EmissionsData[]))]
[JsonSerializable(typeof(EmissionsForecastDTO[]))]
[JsonSerializable(typeof(CarbonIntensityDTO))]
[JsonSerializable(typeof(CarbonIntensityDTO[]))]
[JsonSerializable(typeof(SortedDictionary<string, Location>))]
[JsonSerializable(typeof(ErrorResponse))]
[JsonSerializable(typeof(OptimizeResponse))]
[JsonSerializable(typeof(RegionListResponse))]
[JsonSerializable(typeof(RegionDetailsResponse))]
[JsonSerializable(typeof(CalculateResponse))]
[JsonSerializable(typeof(CompareResponse))]
[JsonSerializable(typeof(ScheduleResponse))]
[JsonSerializable(typeof(ScenesResponse))]
[JsonSerializable(typeof(AnalysesResponse))]
[JsonSerializable(typeof(AnalysisResult))]
[JsonSerializable(typeof(IndicesResponse))]
[JsonSerializable(typeof(SpeciesResponse))]
[JsonSerializable(typeof(TideResponse))]
[JsonSerializable(typeof(RunResponse))]
[JsonSerializable(typeof(ImageryResponse))]
[JsonSerializable(typeof(ImageryDeleted))]
[JsonSerializable(typeof(ImageryHealth))]
[JsonSerializable(typeof(KelpieErrorResponse))]
[JsonSerializable(typeof(KelpiePending))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(Dictionary<string, string[]>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(DateTimeOffset))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>For writing outside the framework's own options: quotes and other characters unescaped, as those do.</summary>
    public static WireJson Readable { get; } = new(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new UtcTime() } });

    /// <summary>Rules of every body: numbers are numbers, null is refused where no null belongs, unknown members are ignored.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, Default);
        options.Converters.Add(new UtcTime());
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.MaxDepth = 32;
    }
}
