using System.Text.Json;
using CarbonApp.Cli.Tests.Fakes;
using CarbonApp.Tests.Shared;

namespace CarbonApp.Cli.Tests.Kelp;

public sealed class AddChipCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("carbon-chip-");

    private string Image => Path.Combine(_folder.FullName, "bed.tif");

    private string Label => Path.Combine(_folder.FullName, "bed.label.tif");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task AddChip_LabelledBed_IsFoundWithItsCounts()
    {
        await ChipFiles.WriteImageAsync(Image);
        await ChipFiles.WriteLabelAsync(Label, (_, bed) => (byte)(bed ? 1 : 0));

        var table = await RunAsync();
        var json = await RunAsync("-o", "json");

        Assert.Equal((0, 0), (table.ExitCode, json.ExitCode));
        Assert.Matches(@"bed\.tif +[01]\.\d{3} +[01]\.\d{3} +[01]\.\d{3} +[01]\.\d{3}", table.Output);
        Assert.Contains("What this does not prove", table.Output, StringComparison.Ordinal);
        var score = JsonDocument.Parse(json.Output).RootElement.GetProperty("pooled");
        Assert.InRange(score.GetProperty("dice").GetDouble(), 0.97, 1);
        Assert.Equal(ChipFiles.BedPixels, score.GetProperty("truePositives").GetInt64() + score.GetProperty("falseNegatives").GetInt64());
        Assert.Equal(
            ChipFiles.Side * ChipFiles.Side,
            new[] { "truePositives", "falsePositives", "falseNegatives", "trueNegatives" }.Sum(c => score.GetProperty(c).GetInt64()));
    }

    [Fact]
    public async Task AddChip_HalfOfTheBedNotKnown_IsLeftOut()
    {
        await ChipFiles.WriteImageAsync(Image);
        await ChipFiles.WriteLabelAsync(Label, (i, bed) => (byte)(i % 2 == 0 ? 255 : bed ? 7 : 3), noData: 255);

        var run = await RunAsync("--kelp-values", "7,8", "-o", "json");

        Assert.Equal(0, run.ExitCode);
        var chip = JsonDocument.Parse(run.Output).RootElement.GetProperty("chips")[0];
        Assert.Equal(ChipFiles.Side * ChipFiles.Side / 2, chip.GetProperty("notLabelled").GetInt64());
        Assert.InRange(chip.GetProperty("score").GetProperty("dice").GetDouble(), 0.97, 1);
    }

    [Fact]
    public async Task AddChip_FolderOfTwo_IsScoredOneByOneAndTogether()
    {
        foreach (var name in new[] { "east", "west" })
        {
            await ChipFiles.WriteImageAsync(Path.Combine(_folder.FullName, name + ".tif"));
            await ChipFiles.WriteLabelAsync(Path.Combine(_folder.FullName, name + ".label.tif"), (_, bed) => (byte)(bed ? 1 : 0));
            await File.WriteAllTextAsync(Path.Combine(_folder.FullName, name + ".json"), $$"""
                {"scene_id":"{{name}}","datetime":"2024-08-05T08:26:01Z","bands":["{{ChipFiles.Bands.Replace(",", "\",\"", StringComparison.Ordinal)}}"],
                 "bbox_wgs84":[32.9,34.5,33,34.6],"reflectance_scale":0.0001,"reflectance_offset":-0.1}
                """);
        }

        var run = await CarbonRun.RunAsync("kelp", "add-chip", _folder.FullName);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("east +[01]\\..*\n.*west +[01]\\..*\n.*all, pixels pooled +[01]\\.", run.Output);
    }

    [Fact]
    public async Task AddChip_WaterWithoutKelp_HasNoDice()
    {
        var chip = SharedData.File("kelp/sentinel2-chip-limassol/limassol.tif");
        await ChipFiles.WriteLabelAsync(Label, (_, _) => 0, side: 512);

        var run = await CarbonRun.RunAsync("kelp", "add-chip", "--image", chip, "--bands", "B02,B03,B04,B06,B08,B11,SCL", "--offset", "-1000", "--label", Label);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"limassol\.tif +no kelp +no kelp +no kelp +no kelp +0 +0 +0 +[\d,]+ +0\.00 ha +0\.00 ha", run.Output);
    }

    [Fact]
    public async Task AddChip_WrongOffset_Ends3WithTheValueAndTheLimits()
    {
        var chip = SharedData.File("kelp/sentinel2-chip-limassol/limassol.tif");
        await ChipFiles.WriteLabelAsync(Label, (_, _) => 0, side: 512);

        var run = await CarbonRun.RunAsync("kelp", "add-chip", "--image", chip, "--bands", "B02,B03,B04,B06,B08,B11,SCL", "--offset", "0", "--label", Label);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("-0.02 to 0.08", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddChip_LabelThatDoesNotFit_Ends1NamingBoth()
    {
        await ChipFiles.WriteImageAsync(Image);
        await ChipFiles.WriteLabelAsync(Label, (_, _) => 0, side: 100);
        var size = await RunAsync();
        await ChipFiles.WriteLabelAsync(Label, (i, _) => (byte)(i == 300 ? 9 : 0));
        var value = await RunAsync();
        await File.WriteAllTextAsync(Label, "no TIFF");
        var kind = await RunAsync();

        Assert.Equal([1, 1, 1], [size.ExitCode, value.ExitCode, kind.ExitCode]);
        Assert.Contains("100 × 100 pixels and the image 256 × 256", size.Error, StringComparison.Ordinal);
        Assert.Contains("the value 9 at column 44, row 1", value.Error, StringComparison.Ordinal);
        Assert.Contains("bed.label.tif", kind.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Give a folder, or an image")]
    [InlineData("--image needs --bands and --offset", "--image", "x.tif", "--label", "y.tif")]
    [InlineData("--image and --label go together", "--image", "x.tif", "--bands", "B04,B08", "--offset", "0")]
    [InlineData("'B99' is no band", "--image", "x.tif", "--bands", "B99", "--offset", "0", "--label", "y.tif")]
    public async Task AddChip_WrongUsage_Ends2WithTheRemedy(string expected, params string[] options)
    {
        var run = await CarbonRun.RunAsync(["kelp", "add-chip", .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddChip_MissingOrEmptyFolder_Ends1()
    {
        var missing = await CarbonRun.RunAsync("kelp", "add-chip", Path.Combine(_folder.FullName, "none"));
        var empty = await CarbonRun.RunAsync("kelp", "add-chip", _folder.FullName);

        Assert.Equal((1, 1), (missing.ExitCode, empty.ExitCode));
        Assert.Contains("holds no description", empty.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_OwnFile_TimesReaderAndDetectorBesideTheBound()
    {
        await ChipFiles.WriteImageAsync(Image);

        var run = await CarbonRun.RunAsync("kelp", "bench", "--image", Image, "--bands", ChipFiles.Bands, "--offset", "-1000", "--rounds", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"Decode every sample once, one thread +[\d.,]+ ms .*Msamples/s", run.Output);
        Assert.Matches(@"Read and detect, \d+ threads +[\d.,]+ ms .*Mpx/s", run.Output);
        Assert.Matches(@"Bound: decoding alone", run.Output);
        Assert.Contains("6.00 samples a pixel", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bench_SceneOfTheFolder_ReadsItsItem()
    {
        var folder = Path.GetDirectoryName(SharedData.File("kelp/sentinel2-scene-29RKH/item.json"))!;

        var run = await CarbonRun.RunAsync("kelp", "bench", folder, "--rounds", "1");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1098 × 1098", run.Output, StringComparison.Ordinal);
    }

    private Task<CarbonResult> RunAsync(params string[] options) =>
        CarbonRun.RunAsync(["kelp", "add-chip", "--image", Image, "--bands", ChipFiles.Bands, "--offset", "-1000", "--label", Label, .. options]);
}
