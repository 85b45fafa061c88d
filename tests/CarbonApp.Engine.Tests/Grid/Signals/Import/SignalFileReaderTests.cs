using System.Text;
using CarbonApp.Engine.Grid.Signals;
using CarbonApp.Engine.Grid.Signals.Import;

namespace CarbonApp.Engine.Tests.Grid.Signals.Import;

public sealed class SignalFileReaderTests
{
    private const long Y2020 = 1_577_836_800;
    private static readonly SignalFileOptions GreatBritain = new(ZoneId.Parse("GB"));

    [Fact]
    public void Append_WideCsv_YieldsASlotPerZoneAndNothingForAnEmptyCell()
    {
        var file = Read("datetime_utc,GB,US-MIDA-PJM\n2020-01-01 00:00:00,100,400\n2020-01-01 01:00:00,,401\n2020-01-01 02:00:00,102,402\n");

        Assert.Equal(["GB", "US-MIDA-PJM"], file.Zones.Select(z => z.Value));
        Assert.Equal(
            [(0, 0L, 100d), (1, 0L, 400d), (1, 3600L, 401d), (0, 7200L, 102d), (1, 7200L, 402d)],
            file.Slots.Select(s => (s.ZoneIndex, s.StartUnixSeconds - Y2020, s.GramsPerKilowattHour)));
        Assert.All(file.Slots, s => Assert.Equal(3600, s.Seconds));
        Assert.Equal((3L, 0L, 1L), (file.RowsRead, file.RowsRejected, file.Gaps));
    }

    [Fact]
    public void Append_LongCsv_FindsColumnsByNameAndKeepsZonesApart()
    {
        var file = Read("note,value,zone,datetime\nx,100,gb,2020-01-01T00:00:00Z\ny,50,FR,2020-01-01T00:00:00Z\nz,101,GB,2020-01-01T00:30:00Z\nz,51,FR,2020-01-01T01:00:00Z\n");

        Assert.Equal(["FR 0 3600 50", "FR 3600 3600 51", "GB 0 1800 100", "GB 1800 1800 101"], file.Told.Order());
    }

    [Theory]
    [InlineData("﻿Time,Carbon Intensity\r\n2020-01-01 00:00,100.5\r\n2020-01-01 01:00,101\r\n")]
    [InlineData("time;value\n2020-01-01T00:00:00Z;100,5\n2020-01-01T01:00:00Z;101\n")]
    [InlineData("\"time\",\"value\"\n\"2020-01-01T01:00:00+01:00\",\"100.5\"\n\"2020-01-01T02:00:00+0100\",\"101\"\n")]
    [InlineData("unix_seconds,value\n1577836800,100.5\n1577840400,101")]
    [InlineData("time\tvalue\n2019-12-31T19:00-05:00\t100.5\n2019-12-31T20:00:00.000-05\t101\n")]
    [InlineData(",value\n2020-01-01 00:00:00.000000, 100.5 ,\n2020-01-01 01:00:00,1.01e2\n")]
    [InlineData("[{\"location\":\"GB\",\"time\":\"2020-01-01T00:00:00\\u002B00:00\",\"rating\":100.5,\"duration\":\"01:00:00\"},{\"rating\":\"101\",\"duration\":\"01:00:00\",\"time\":\"2020-01-01T01:00:00Z\",\"location\":\"GB\"}]")]
    [InlineData("{\"Version\":{\"a\":[1,{}]},\"EMISSIONS\":[{\"Location\":\"GB\",\"Time\":\"2020-01-01T00:00:00Z\",\"Rating\":100.5,\"More\":{\"x\":[1]}},{\"Location\":\"GB\",\"Time\":\"2020-01-01T01:00:00Z\",\"Rating\":101}],\"After\":1}")]
    public void Append_EveryWayOfWritingTheSame_YieldsTheSame(string text)
    {
        var file = Read(text, GreatBritain);

        Assert.Equal(["GB 0 3600 100.5", "GB 3600 3600 101"], file.Told);
        Assert.Equal(0, file.RowsRejected);
    }

    /// <summary>As the SDK's own samples are: regions of a cloud for locations, a duration without seconds, its forecasts beside the emissions.</summary>
    [Fact]
    public void Append_SampleOfTheCarbonAwareSdk_YieldsTheZonesThatFeedItsRegions()
    {
        var file = Read("""
            {"Emissions":[
              {"Location":"eastus","Time":"2020-01-01T00:00:00+00:00","Rating":90,"Duration":"01:00"},
              {"Location":"eastus","Time":"2020-01-01T01:00:00+00:00","Rating":57,"Duration":"01:00"},
              {"Location":"us-west-1","Time":"2020-01-01T00:00:00+00:00","Rating":19,"Duration":"00:30"},
              {"Location":"europe-west1","Time":"2020-01-01T00:00:00+00:00","Rating":8,"Duration":"01:00:00"}],
             "EmissionsForecasts":[{"Location":{"Name":"eastus"},"ForecastData":[{"Location":"eastus","Rating":1}]}]}
            """);

        Assert.Equal(["BE 0 3600 8", "US-CAL-CISO 0 1800 19", "US-MIDA-PJM 0 3600 90", "US-MIDA-PJM 3600 3600 57"], file.Told.Order(StringComparer.Ordinal));
        Assert.Equal(0, file.RowsRejected);
    }

    [Theory]
    [InlineData("[{\"Location\":\"eastus\",\"Time\":\"2020-01-01T00:00:00Z\",\"Rating\":90,\"Duration\":\"01:00:00\"},{\"Location\":\"eastus\",\"Time\":\"2020-01-01T01:00:00Z\",\"Rating\":91,\"Duration\":\"01:00:00\"},{\"Location\":\"us-east-2\",\"Time\":\"2020-01-01T00:00:00Z\",\"Rating\":5,\"Duration\":\"01:00:00\"}]")]
    [InlineData("time,zone,value\n2020-01-01T00:00:00Z,eastus,90\n2020-01-01T00:00:00Z,us-east-2,5\n2020-01-01T01:00:00Z,eastus,91\n")]
    public void Append_TwoLocationsOfOneZone_TakesTheFirstAndRefusesTheOtherByName(string text)
    {
        var file = Read(text);

        Assert.Equal(["US-MIDA-PJM 0 3600 90", "US-MIDA-PJM 3600 3600 91"], file.Told);
        Assert.Equal(1, file.RowsRejected);
        Assert.Contains("'us-east-2' is fed by US-MIDA-PJM, of which the file has 'eastus' already", file.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_WideCsvOfCloudRegions_YieldsTheZonesThatFeedThem()
    {
        var file = Read("time,eastus,uksouth,price\n2020-01-01T00:00:00Z,90,100,5\n2020-01-01T01:00:00Z,91,101,5\n");

        Assert.Equal(["US-MIDA-PJM", "GB"], file.Zones.Select(z => z.Value));
    }

    [Fact]
    public void Append_ZoneWantedOfAFileOfRegions_TakesTheRegionItFeeds()
    {
        var file = Read("time,zone,value\n2020-01-01T00:00:00Z,eastus,90\n2020-01-01T00:00:00Z,UKSouth,100\n2020-01-01T01:00:00Z,uksouth,101\n", GreatBritain);

        Assert.Equal(["GB 0 3600 100", "GB 3600 3600 101"], file.Told);
        Assert.Equal(0, file.RowsRejected);
    }

    [Fact]
    public void Append_CutAnywhere_YieldsTheSameSlotsInTheSameOrder()
    {
        var csv = "datetime,GB,FR\r\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{T(i * 30)},{100 + i},{(i % 7 == 0 ? "" : "5.25")}\r\n"));
        var json = "{\"Emissions\":[" + string.Join(", ", Enumerable.Range(0, 60).Select(i => $"{{\"Location\":\"GB\",\"Time\":\"{T(i * 30)}\",\"Rating\":{i}.5,\"Duration\":\"00:30:00\"}}")) + "]}";
        foreach (var text in new[] { csv, json })
        {
            var whole = Read(text);
            foreach (var piece in new[] { 1, 2, 3, 7, 64, 1000 })
            {
                Assert.Equal(whole.Slots, Read(text, pieceLength: piece).Slots);
            }
        }
    }

    [Theory]
    [InlineData("yesterday,100", "yesterday")]
    [InlineData("2020-02-30 00:00,100", "2020-02-30")]
    [InlineData("2020-01-01 25:00,100", "25:00")]
    [InlineData("2020-01-01 00:00:00.5,100", "whole seconds")]
    [InlineData("2020-01-01 05:00,abc", "abc")]
    [InlineData("2020-01-01 05:00,-1", "negative")]
    [InlineData("2020-01-01 05:00,NaN", "finite")]
    [InlineData("2020-01-01 05:00,1e999", "finite")]
    [InlineData("2020-01-01 05:00,5000.1", "5,000")]
    [InlineData("2020-01-01 05:00", "cells")]
    [InlineData("2020-01-01 05:00,\"100", "quote")]
    [InlineData("2020-01-01 01:00,100", "twice")]
    [InlineData("2019-01-01 01:00,100", "sort")]
    public void Append_BadRow_ReportsItsLineAndTakesTheOthers(string row, string told)
    {
        var file = Read($"time,value\n2020-01-01 00:00,1\n2020-01-01 01:00,2\n{row}\n2020-01-01 06:00,3\n2020-01-01 07:00,4\n", GreatBritain);

        var error = Assert.Single(file.Errors);
        Assert.Equal(4, error.Line);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Equal([1d, 2, 3, 4], file.Slots.Select(s => s.GramsPerKilowattHour));
        Assert.Equal((5L, 1L), (file.RowsRead, file.RowsRejected));
    }

    [Fact]
    public void Append_BadCellOfAWideRow_IsAGapInItsZoneOnly()
    {
        var file = Read("datetime,GB,FR\n2020-01-01 00:00,1,2\n2020-01-01 01:00,x,3\n2020-01-01 02:00,4,5\n");

        Assert.Equal(["FR 0 3600 2", "FR 3600 3600 3", "FR 7200 3600 5", "GB 0 3600 1", "GB 7200 3600 4"], file.Told.Order());
        Assert.Equal(1, file.RowsRejected);
        Assert.Contains("GB", Assert.Single(file.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_MissingRows_LeaveAGapInsteadOfALongSlot()
    {
        var file = Read("time,value\n" + string.Concat(new[] { 0, 60, 120, 300, 360, 420 }.Select(m => $"{T(m)},1\n")), GreatBritain);

        Assert.Equal([0L, 60, 120, 300, 360, 420], file.Slots.Select(s => (s.StartUnixSeconds - Y2020) / 60));
        Assert.All(file.Slots, s => Assert.Equal(3600, s.Seconds));
    }

    [Fact]
    public void Append_QuarterHoursAfterHours_AreRefusedUnlessSpacingVaries()
    {
        var minutes = Enumerable.Range(0, 60).Select(h => h * 60).Concat(Enumerable.Range(1, 8).Select(q => (59 * 60) + (q * 15)));
        var text = "time,value\n" + string.Concat(minutes.Select(m => $"{T(m)},1\n"));

        var regular = Read(text, GreatBritain);
        var varying = Read(text, GreatBritain with { Spacing = RowSpacing.Varying });

        Assert.All(regular.Slots, s => Assert.Equal(3600, s.Seconds));
        Assert.Equal((62, 6L), (regular.Slots.Count, regular.RowsRejected));
        Assert.Equal((68, 0L), (varying.Slots.Count, varying.RowsRejected));
        Assert.Equal(Enumerable.Repeat(900, 9), varying.Slots.TakeLast(9).Select(s => s.Seconds));
        Assert.All(varying.Slots.SkipLast(9), s => Assert.Equal(3600, s.Seconds));
    }

    [Fact]
    public void Append_HoursAfterHalfHours_TakeTheirOwnLength()
    {
        var minutes = Enumerable.Range(0, 60).Select(h => h * 30).Concat(Enumerable.Range(1, 20).Select(h => (59 * 30) + (h * 60)));
        var file = Read("time,value\n" + string.Concat(minutes.Select(m => $"{T(m)},1\n")), GreatBritain);

        Assert.Equal(Enumerable.Repeat(1800, 59).Concat(Enumerable.Repeat(3600, 21)), file.Slots.Select(s => s.Seconds));
    }

    [Fact]
    public void Append_SingleRow_IsRefusedBecauseItsLengthIsUnknown()
    {
        var file = Read("time,value\n2020-01-01 00:00,1\n", GreatBritain);

        Assert.Empty(file.Slots);
        Assert.Equal(2, Assert.Single(file.Errors).Line);
    }

    [Fact]
    public void Append_UnknownColumnOfAWideFile_IsReportedAtTheHeader()
    {
        var file = Read("datetime,GB,price_eur\n2020-01-01 00:00,1,9\n2020-01-01 01:00,2,9\n");

        Assert.Equal(["GB 0 3600 1", "GB 3600 3600 2"], file.Told);
        Assert.Equal(1, Assert.Single(file.Errors).Line);
    }

    [Fact]
    public void Append_ElectricityMapsFile_TakesTheColumnOfTheFactor()
    {
        const string Text = "Datetime (UTC),Country,Zone name,Zone id,Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle),Data source\n2020-01-01 00:00:00,France,France,FR,10,40,a\n2020-01-01 01:00:00,France,France,FR,11,41,a\n";

        Assert.Equal(["FR 0 3600 40", "FR 3600 3600 41"], Read(Text).Told);
        Assert.Equal(["FR 0 3600 10", "FR 3600 3600 11"], Read(Text, new SignalFileOptions(Factor: EmissionFactor.Direct)).Told);
    }

    [Fact]
    public void Append_OneZoneWantedOfMany_TakesOnlyThat()
    {
        Assert.Equal(["GB 0 3600 1", "GB 3600 3600 2"], Read("datetime,FR,GB\n2020-01-01 00:00,9,1\n2020-01-01 01:00,9,2\n", GreatBritain).Told);
        Assert.Equal(["GB 0 3600 1", "GB 3600 3600 2"], Read("datetime,zone,value\n2020-01-01 00:00,GB,1\n2020-01-01 00:00,FR,9\n2020-01-01 01:00,GB,2\n", GreatBritain).Told);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("time,value\n2020-01-01 00:00,1\n", "zone=GB")]
    [InlineData("name,price\n", "time column")]
    [InlineData("time,GB,gb\n", "twice")]
    [InlineData("time,GB\n2020-01-01 00:00,1\n\0\0\0,1\n", "NUL")]
    [InlineData("{\"Emissions\":[{\"Location\":\"GB\",", "cut short")]
    [InlineData("{\"Items\":[]}", "Emissions")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]", "depth")]
    [InlineData("PK\u0003\u0004....", "spreadsheet")]
    public void Append_UnreadableFile_SaysWhatIsWrong(string text, string told)
    {
        var fault = Assert.Throws<SignalFileException>(() => Read(text));

        Assert.Contains(told, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("time,value\n")]
    [InlineData("{\"Emissions\":[{\"Location\":\"")]
    [InlineData("")]
    public void Append_TenMegabytesWithoutAnEnd_IsRefusedEarly(string start)
    {
        var file = new SignalFileReader(GreatBritain);
        file.Append(Encoding.UTF8.GetBytes(start));
        var piece = Encoding.UTF8.GetBytes(new string('x', 10_000));
        var pieces = 0;

        Assert.Throws<SignalFileException>(() =>
        {
            for (; pieces < 1_000; pieces++)
            {
                file.Append(piece);
            }
        });
        Assert.InRange(pieces, 90, 110);
    }

    [Fact]
    public void Append_HundredThousandColumns_IsRefused()
    {
        var header = "t" + "ime," + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"Z{i}")) + "\n";

        Assert.Contains("5,000", Assert.Throws<SignalFileException>(() => Read(header)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Append_MoreErrorsThanAreKept_CountsAll()
    {
        var file = Read("time,value\n" + string.Concat(Enumerable.Repeat("x,1\n", 250)), GreatBritain);

        Assert.Equal((250L, SignalFileLimits.ErrorsKept), (file.RowsRejected, file.Errors.Count));
    }

    private static string T(int minutes) => DateTimeOffset.FromUnixTimeSeconds(Y2020 + (minutes * 60L)).ToString("yyyy-MM-ddTHH:mm:ssZ");

    private static Result Read(string text, SignalFileOptions? options = null, int pieceLength = int.MaxValue)
    {
        var file = new SignalFileReader(options ?? new SignalFileOptions());
        var slots = new List<ImportedSlot>();
        foreach (var piece in Encoding.UTF8.GetBytes(text).Chunk(Math.Min(pieceLength, 1 << 16)))
        {
            file.Append(piece);
            file.TakeSlots(slots);
        }

        file.Complete();
        file.TakeSlots(slots);
        return new Result(file.Zones, slots, file.RowsRead, file.RowsRejected, file.Gaps, file.Errors);
    }

    private sealed record Result(
        IReadOnlyList<ZoneId> Zones, List<ImportedSlot> Slots, long RowsRead, long RowsRejected, long Gaps, IReadOnlyList<RowError> Errors)
    {
        /// <summary>"zone, seconds since 2020, length, value" per slot.</summary>
        public IEnumerable<string> Told => Slots.Select(s => FormattableString.Invariant($"{Zones[s.ZoneIndex]} {s.StartUnixSeconds - Y2020} {s.Seconds} {s.GramsPerKilowattHour}"));
    }
}
