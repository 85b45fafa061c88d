using System.CommandLine;
using CarbonApp.Api.Grid.Footprint;
using CarbonApp.Api.Grid.Plans;
using CarbonApp.Cli.Plans;
using CarbonApp.Cli.Terminal;

namespace CarbonApp.Cli.Footprints;

/// <summary>The options that describe a service with one kind of machine; others are written as a file.</summary>
internal sealed class FootprintOptionSet
{
    private readonly PlanOptionSet _plan = new();

    public Option<string?> File { get; } = new("--file") { Description = "The request as JSON, for several components; - is standard input. Nothing else but --output beside it.", HelpName = "FILE" };

    public Option<string> Output => _plan.Output;

    private Option<string?> Start { get; } = Time("--start", "Beginning of the period (now if only --duration is given)");

    private Option<string?> End { get; } = Time("--end", "End of the period");

    private Option<TimeSpan?> Duration { get; } = new("--duration")
    {
        Description = $"Length of the period in place of --start or --end, {TimeArguments.DurationHelp}.",
        HelpName = "DURATION",
        CustomParser = result => TimeArguments.ParseDuration(result),
    };

    private Option<double?> Pue { get; } = Number("--pue", "Power usage effectiveness, 1 to 3 (the provider's mean if not given).", "RATIO");

    private Option<double?> Intensity { get; } = Number("--intensity", "Mean intensity of the grid, gCO2eq/kWh, instead of what the sources say.", "G");

    private Option<double?> MemoryGb { get; } = Number("--memory-gb", "Memory that no machine includes, GB.", "GB");

    private Option<double?> StorageTb { get; } = Number("--storage-tb", "Data kept, before replication, TB.", "TB");

    private Option<string> Medium { get; } = new("--medium") { Description = "Kind of drive.", DefaultValueFactory = _ => "ssd" };

    private Option<double?> NetworkGb { get; } = Number("--network-gb", "Data carried between sites over the period, GB.", "GB");

    private Option<string?> Unit { get; } = new("--unit") { Description = "What one functional unit is, such as request.", HelpName = "NAME" };

    private Option<double?> Units { get; } = Number("--units", "How many functional units were delivered.", "N");

    private Option<double?> Certificates { get; } = Number("--certificates", "Part of the energy covered by certificates or contracts, 0 to 1.", "SHARE");

    private Option<double?> Supplier { get; } = Number("--supplier", "Intensity the supplier states for the rest, gCO2eq/kWh.", "G");

    private Option<double?> Residual { get; } = Number("--residual", "Intensity of the residual mix, gCO2eq/kWh.", "G");

    private Option<double?> CarbonFree { get; } = Number("--carbon-free", "Part of the energy that was carbon-free hour by hour, 0 to 1.", "SHARE");

    private Option<double?> GridCarbonFree { get; } = Number("--grid-carbon-free", "Carbon-free part of the grid itself, 0 to 0.99.", "SHARE");

    /// <summary>Adds the options and the rules between them.</summary>
    public void AddTo(Command command)
    {
        Medium.AcceptOnlyFromAmong("ssd", "hdd");
        _plan.Goal.Factor.AcceptOnlyFromAmong("lifecycle", "direct");
        Option[] own =
        [
            _plan.Sites.Zone, _plan.Sites.Region, Pue, Start, End, Duration, _plan.Instance, _plan.Count, _plan.Utilization, _plan.Watts, MemoryGb, StorageTb, Medium, NetworkGb,
            Unit, Units, Intensity, _plan.Goal.Factor, Certificates, Supplier, Residual, CarbonFree, GridCarbonFree,
        ];
        foreach (var option in own.Append(File).Append(Output))
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool Has(Option option) => result.GetResult(option) is { Implicit: false };

            if (Has(File))
            {
                if (own.FirstOrDefault(Has) is { } other)
                {
                    result.AddError($"{other.Name} says what --file says: give one of them.");
                }

                return;
            }

            if ((result.GetValue(_plan.Sites.Zone)?.Length ?? 0) + (result.GetValue(_plan.Sites.Region)?.Length ?? 0) != 1)
            {
                result.AddError("Give one site: --zone ZONE or --region [PROVIDER/]CODE (or the whole request with --file).");
            }

            if (Has(Duration) ? Has(Start) && Has(End) : !(Has(Start) && Has(End)))
            {
                result.AddError("Give the period: two of --start, --end and --duration, or --duration alone from now on.");
            }

            if (Has(_plan.Watts) && Has(_plan.Instance))
            {
                result.AddError("Give the power once: --watts or --instance.");
            }

            if (!new Option[] { _plan.Watts, _plan.Instance, MemoryGb, StorageTb, NetworkGb }.Any(Has))
            {
                result.AddError("Say what drew energy: --instance, --watts, --memory-gb, --storage-tb or --network-gb.");
            }
        });
    }

    /// <summary>The request as the Api takes it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="now">The present, from which "+24h" counts.</param>
    public FootprintRequest ToRequest(ParseResult parsed, DateTimeOffset now)
    {
        var (start, end) = Period(parsed, now);
        return new FootprintRequest
        {
            Site = _plan.Sites.ToSites(parsed)[0] with { Pue = parsed.GetValue(Pue) },
            Start = start,
            End = end,
            Components = [.. Components(parsed)],
            IntensityGPerKwh = parsed.GetValue(Intensity),
            Factor = parsed.GetValue(_plan.Goal.Factor)!,
            Market = Market(parsed),
            FunctionalUnit = new FootprintUnit { Name = parsed.GetValue(Unit) ?? "run", Count = parsed.GetValue(Units) ?? 1 },
        };
    }

    private (DateTimeOffset Start, DateTimeOffset End) Period(ParseResult parsed, DateTimeOffset now)
    {
        var (start, end) = (PlanOptionSet.At(parsed, Start, now), PlanOptionSet.At(parsed, End, now));
        return parsed.GetValue(Duration) is not { } duration ? (start!.Value, end!.Value)
            : end is { } until ? (until - duration, until)
            : ((start ?? now), (start ?? now) + duration);
    }

    private IEnumerable<FootprintComponent> Components(ParseResult parsed)
    {
        if (parsed.GetValue(_plan.Instance) is { } type)
        {
            yield return new FootprintComponent
            {
                Instances = new FootprintInstances { InstanceType = type, Count = parsed.GetValue(_plan.Count), Utilization = parsed.GetValue(_plan.Utilization) },
            };
        }

        if (parsed.GetValue(_plan.Watts) is { } watts)
        {
            yield return new FootprintComponent { Power = new FootprintPower { Watts = watts } };
        }

        if (parsed.GetValue(MemoryGb) is { } memory)
        {
            yield return new FootprintComponent { Memory = new FootprintMemory { Gigabytes = memory } };
        }

        if (parsed.GetValue(StorageTb) is { } storage)
        {
            yield return new FootprintComponent { Storage = new FootprintStorage { Terabytes = storage, Medium = parsed.GetValue(Medium)! } };
        }

        if (parsed.GetValue(NetworkGb) is { } network)
        {
            yield return new FootprintComponent { Network = new FootprintNetwork { Gigabytes = network } };
        }
    }

    private FootprintMarket? Market(ParseResult parsed)
    {
        var market = new FootprintMarket
        {
            CertificateShare = parsed.GetValue(Certificates),
            SupplierIntensityGPerKwh = parsed.GetValue(Supplier),
            ResidualIntensityGPerKwh = parsed.GetValue(Residual),
            CarbonFreeShare = parsed.GetValue(CarbonFree),
            GridCarbonFreeShare = parsed.GetValue(GridCarbonFree),
        };
        return market == new FootprintMarket() ? null : market;
    }

    private static Option<double?> Number(string name, string description, string unit) => new(name) { Description = description, HelpName = unit };

    private static Option<string?> Time(string name, string meaning) => new(name)
    {
        Description = $"{meaning}, {TimeArguments.TimeHelp}.",
        HelpName = "TIME",
        CustomParser = TimeArguments.CheckTime,
    };
}
