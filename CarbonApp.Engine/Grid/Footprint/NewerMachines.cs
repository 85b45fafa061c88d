using CarbonApp.Engine.Grid.Regions;

namespace CarbonApp.Engine.Grid.Footprint;

/// <summary>
/// Machines that Cloud Carbon Footprint's packages do not list, above all all of Google's: sizes and processors as the providers state
/// them (AWS "Instance types", Microsoft "Sizes for virtual machines", Google "Machine families resource and comparison guide").
/// </summary>
internal static class NewerMachines
{
    private const string Source = "Cloud Carbon Footprint W per vCPU; size and processor as the provider states them";

    private const string To16 = "medium large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge";
    private const string To48 = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge 24xlarge 48xlarge";

    private static readonly string[] AnyGoogleServer = ["Skylake", "Broadwell", "Haswell", "AMD EPYC 2nd Gen"];
    private static readonly string[] AnyOldGoogleServer = ["Skylake", "Broadwell", "Haswell", "Sandy Bridge", "Ivy Bridge"];

    public static IEnumerable<Machine> All => [.. Aws, .. Azure, .. Google];

    private static IEnumerable<Machine> Aws =>
    [
        .. AwsFamily("c7g", "AWS Graviton3", 2, To16),
        .. AwsFamily("m7g", "AWS Graviton3", 4, To16),
        .. AwsFamily("r7g", "AWS Graviton3", 8, To16),
        .. AwsFamily("c8g", "AWS Graviton4", 2, $"medium {To48}"),
        .. AwsFamily("m8g", "AWS Graviton4", 4, $"medium {To48}"),
        .. AwsFamily("r8g", "AWS Graviton4", 8, $"medium {To48}"),
        .. AwsFamily("c7i", "Sapphire Rapids", 2, To48),
        .. AwsFamily("m7i", "Sapphire Rapids", 4, To48),
        .. AwsFamily("r7i", "Sapphire Rapids", 8, To48),
        .. AwsFamily("c7a", "EPYC 4th Gen", 2, $"medium {To48} 32xlarge"),
        .. AwsFamily("m7a", "EPYC 4th Gen", 4, $"medium {To48} 32xlarge"),
        .. AwsFamily("r7a", "EPYC 4th Gen", 8, $"medium {To48} 32xlarge"),
        .. AwsFamily("i4g", "AWS Graviton2", 8, "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge", drives: 4),
        Accelerated(CloudProvider.Aws, "p4de.24xlarge", "Cascade Lake", 96, 1152, 8, "Nvidia Tesla A100", drives: 8),
        Accelerated(CloudProvider.Aws, "p5.48xlarge", "AMD EPYC 3rd Gen", 192, 2048, 8, "Nvidia H100", drives: 8),
        .. Inferentia2(("xlarge", 4, 1), ("8xlarge", 32, 1), ("24xlarge", 96, 6), ("48xlarge", 192, 12)),

        // Names of the first API for what has no size. One vCPU each: Fargate's of 2 GB; Lambda's, which comes with 1,769 MB (AWS, "Configure
        // Lambda function memory"). On x86 AWS does not say on what either runs.
        General(CloudProvider.Aws, "fargate-graviton", ["AWS Graviton2"], 1, 2, 4 * 64, 64),
        General(CloudProvider.Aws, "fargate-standard", [Microarchitecture.Unknown], 1, 2, 4 * 96, 96),
        General(CloudProvider.Aws, "lambda-arm64", ["AWS Graviton2"], 1, 1.769, 4 * 64, 64),
        General(CloudProvider.Aws, "lambda-x86_64", [Microarchitecture.Unknown], 1, 1.769, 4 * 96, 96),
    ];

    private static IEnumerable<Machine> Azure =>
    [
        .. AzureFamily("standard_d{0}s_v6", ["Emerald Rapids"], 4, 2, 4, 8, 16, 32, 48, 64, 96, 128, 192),
        .. AzureFamily("standard_e{0}s_v6", ["Emerald Rapids"], 8, 2, 4, 8, 16, 20, 32, 48, 64, 96, 128),
        .. AzureFamily("standard_d{0}as_v6", ["EPYC 4th Gen"], 4, 2, 4, 8, 16, 32, 48, 64, 96),
        .. AzureFamily("standard_e{0}as_v6", ["EPYC 4th Gen"], 8, 2, 4, 8, 16, 20, 32, 48, 64),
        Accelerated(CloudProvider.Azure, "standard_nd96isr_h100_v5", "Sapphire Rapids", 96, 1900, 8, "Nvidia H100", drives: 8),
        Accelerated(CloudProvider.Azure, "standard_nc40ads_h100_v5", "EPYC 4th Gen", 40, 320, 1, "Nvidia H100", drives: 1, perServer: 2),
        Accelerated(CloudProvider.Azure, "standard_nc80adis_h100_v5", "EPYC 4th Gen", 80, 640, 2, "Nvidia H100", drives: 2),
    ];

    private static IEnumerable<Machine> Google =>
    [
        .. GoogleFamily("e2-standard", AnyGoogleServer, 4, 2, 4, 8, 16, 32),
        .. GoogleFamily("e2-highmem", AnyGoogleServer, 8, 2, 4, 8, 16),
        .. GoogleFamily("e2-highcpu", AnyGoogleServer, 1, 2, 4, 8, 16, 32),
        .. GoogleFamily("n1-standard", AnyOldGoogleServer, 3.75, 1, 2, 4, 8, 16, 32, 64, 96),
        .. GoogleFamily("n1-highmem", AnyOldGoogleServer, 6.5, 2, 4, 8, 16, 32, 64, 96),
        .. GoogleFamily("n1-highcpu", AnyOldGoogleServer, 0.9, 2, 4, 8, 16, 32, 64, 96),
        .. GoogleFamily("n2-standard", ["Cascade Lake"], 4, 2, 4, 8, 16, 32, 48, 64, 80, 96, 128),
        .. GoogleFamily("n2-highmem", ["Cascade Lake"], 8, 2, 4, 8, 16, 32, 48, 64, 80, 96),
        General(CloudProvider.Gcp, "n2-highmem-128", ["Cascade Lake"], 128, 864, 864, 128),
        .. GoogleFamily("n2-highcpu", ["Cascade Lake"], 1, 2, 4, 8, 16, 32, 48, 64, 80, 96),
        .. GoogleFamily("n2d-standard", ["AMD EPYC 2nd Gen"], 4, 2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224),
        .. GoogleFamily("n2d-highmem", ["AMD EPYC 2nd Gen"], 8, 2, 4, 8, 16, 32, 48, 64, 80, 96),
        .. GoogleFamily("n2d-highcpu", ["AMD EPYC 2nd Gen"], 1, 2, 4, 8, 16, 32, 48, 64, 80, 96, 128, 224),
        .. GoogleFamily("n4-standard", ["Emerald Rapids"], 4, 2, 4, 8, 16, 32, 48, 64, 80),
        .. GoogleFamily("n4-highmem", ["Emerald Rapids"], 8, 2, 4, 8, 16, 32, 48, 64, 80),
        .. GoogleFamily("n4-highcpu", ["Emerald Rapids"], 2, 2, 4, 8, 16, 32, 48, 64, 80),
        .. GoogleFamily("t2d-standard", ["AMD EPYC 3rd Gen"], 4, 1, 2, 4, 8, 16, 32, 48, 60),
        .. GoogleFamily("t2a-standard", ["Ampere Altra"], 4, 1, 2, 4, 8, 16, 32, 48),
        .. GoogleFamily("c2-standard", ["Cascade Lake"], 4, 4, 8, 16, 30, 60),
        .. GoogleFamily("c2d-standard", ["AMD EPYC 3rd Gen"], 4, 2, 4, 8, 16, 32, 56, 112),
        .. GoogleFamily("c2d-highmem", ["AMD EPYC 3rd Gen"], 8, 2, 4, 8, 16, 32, 56, 112),
        .. GoogleFamily("c2d-highcpu", ["AMD EPYC 3rd Gen"], 2, 2, 4, 8, 16, 32, 56, 112),
        .. GoogleFamily("c3-standard", ["Sapphire Rapids"], 4, 4, 8, 22, 44, 88, 176),
        .. GoogleFamily("c3-highmem", ["Sapphire Rapids"], 8, 4, 8, 22, 44, 88, 176),
        .. GoogleFamily("c3-highcpu", ["Sapphire Rapids"], 2, 4, 8, 22, 44, 88, 176),
        .. GoogleFamily("c3d-standard", ["EPYC 4th Gen"], 4, 4, 8, 16, 30, 60, 90, 180, 360),
        .. GoogleFamily("c3d-highmem", ["EPYC 4th Gen"], 8, 4, 8, 16, 30, 60, 90, 180, 360),
        .. GoogleFamily("m1-ultramem", ["Broadwell"], 961 / 40.0, 40, 80, 160),
        .. GoogleFamily("m1-megamem", ["Skylake"], 1433.6 / 96, 96),
        .. GoogleFamily("m2-ultramem", ["Cascade Lake"], 11776 / 416.0, 208, 416),
        .. GoogleFamily("m2-megamem", ["Cascade Lake"], 5888 / 416.0, 416),

        // Shared cores: the vCPUs' time they are given on the whole, not the two they may burst to.
        SharedCore("e2-micro", AnyGoogleServer, 0.25, 1),
        SharedCore("e2-small", AnyGoogleServer, 0.5, 2),
        SharedCore("e2-medium", AnyGoogleServer, 1, 4),
        SharedCore("f1-micro", AnyOldGoogleServer, 0.2, 0.6),
        SharedCore("g1-small", AnyOldGoogleServer, 0.5, 1.7),

        Accelerated(CloudProvider.Gcp, "a2-highgpu-1g", "Cascade Lake", 12, 85, 1, "Nvidia Tesla A100", perServer: 8),
        Accelerated(CloudProvider.Gcp, "a2-highgpu-2g", "Cascade Lake", 24, 170, 2, "Nvidia Tesla A100", perServer: 8),
        Accelerated(CloudProvider.Gcp, "a2-highgpu-4g", "Cascade Lake", 48, 340, 4, "Nvidia Tesla A100", perServer: 8),
        Accelerated(CloudProvider.Gcp, "a2-highgpu-8g", "Cascade Lake", 96, 680, 8, "Nvidia Tesla A100"),
        Accelerated(CloudProvider.Gcp, "a2-megagpu-16g", "Cascade Lake", 96, 1360, 16, "Nvidia Tesla A100"),
        Accelerated(CloudProvider.Gcp, "a3-highgpu-8g", "Sapphire Rapids", 208, 1872, 8, "Nvidia H100", drives: 16),
        Accelerated(CloudProvider.Gcp, "g2-standard-4", "Cascade Lake", 4, 16, 1, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-8", "Cascade Lake", 8, 32, 1, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-12", "Cascade Lake", 12, 48, 1, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-16", "Cascade Lake", 16, 64, 1, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-24", "Cascade Lake", 24, 96, 2, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-32", "Cascade Lake", 32, 128, 1, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-48", "Cascade Lake", 48, 192, 4, "Nvidia L4", perServer: 8),
        Accelerated(CloudProvider.Gcp, "g2-standard-96", "Cascade Lake", 96, 384, 8, "Nvidia L4"),
    ];

    private static IEnumerable<Machine> AwsFamily(string family, string processor, double gigabytesPerVcpu, string sizes, int drives = 0)
    {
        var serverVcpus = Microarchitecture.Of(processor).ServerVcpus;
        return sizes.Split(' ').Select(size => General(
            CloudProvider.Aws, $"{family}.{size}", [processor], AwsVcpus(size), AwsVcpus(size) * gigabytesPerVcpu,
            gigabytesPerVcpu * serverVcpus, serverVcpus, drives));
    }

    private static IEnumerable<Machine> AzureFamily(string pattern, string[] processors, double gigabytesPerVcpu, params double[] vcpus) =>
        Family(CloudProvider.Azure, n => string.Format(null, pattern, n), processors, gigabytesPerVcpu, vcpus);

    private static IEnumerable<Machine> GoogleFamily(string family, string[] processors, double gigabytesPerVcpu, params double[] vcpus) =>
        Family(CloudProvider.Gcp, n => $"{family}-{n}", processors, gigabytesPerVcpu, vcpus);

    private static IEnumerable<Machine> Family(
        CloudProvider provider, Func<double, string> name, string[] processors, double gigabytesPerVcpu, double[] vcpus)
    {
        var serverVcpus = Math.Max(vcpus.Max(), processors.Max(p => Microarchitecture.Of(p).ServerVcpus));
        return vcpus.Select(n => General(provider, name(n), processors, n, n * gigabytesPerVcpu, gigabytesPerVcpu * serverVcpus, serverVcpus));
    }

    private static Machine SharedCore(string name, string[] processors, double vcpus, double gigabytes) =>
        General(CloudProvider.Gcp, name, processors, vcpus, gigabytes, 4 * 96, 96);

    private static Machine General(
        CloudProvider provider, string name, string[] processors, double vcpus, double gigabytes, double serverGigabytes, double serverVcpus, int drives = 0)
    {
        var chips = (int)Math.Ceiling(serverVcpus / processors.Max(p => Microarchitecture.Of(p).ChipVcpus));
        return new(provider, name, vcpus, gigabytes, processors, Machine.KilogramsOfServer(serverGigabytes, chips, drives, 0), serverVcpus, Source);
    }

    /// <summary>A machine that is a whole server, or one of as many equal parts as it has accelerators.</summary>
    private static Machine Accelerated(
        CloudProvider provider, string name, string processor, double vcpus, double gigabytes, int accelerators, string accelerator, int drives = 0, int? perServer = null)
    {
        var parts = (double)(perServer ?? accelerators) / accelerators;
        var chips = Math.Max(1, (int)Math.Ceiling(vcpus * parts / Microarchitecture.Of(processor).ChipVcpus));
        var kilograms = Machine.KilogramsOfServer(gigabytes * parts, chips, (int)(drives * parts), perServer ?? accelerators);
        return new(provider, name, vcpus, gigabytes, [processor], kilograms, vcpus * parts, Source, accelerators, accelerator);
    }

    private static IEnumerable<Machine> Inferentia2(params (string Size, int Vcpus, int Chips)[] sizes) => sizes.Select(s => new Machine(
        CloudProvider.Aws, $"inf2.{s.Size}", s.Vcpus, 4 * s.Vcpus, ["AMD EPYC 3rd Gen"],
        Machine.KilogramsOfServer(768, 2, 0, 12), 192, Source, s.Chips, "AWS Inferentia2"));

    private static int AwsVcpus(string size) => size switch
    {
        "medium" => 1,
        "large" => 2,
        "xlarge" => 4,
        _ => 4 * int.Parse(size.AsSpan(0, size.IndexOf('x', StringComparison.Ordinal)), provider: null),
    };
}
