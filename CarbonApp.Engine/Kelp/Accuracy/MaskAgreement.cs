namespace CarbonApp.Engine.Kelp.Accuracy;

/// <summary>How far two maps of kelp agree, pixel by pixel. Shares are 0 to 1, and NaN where there is nothing to take a share of: two empty maps
/// have no Dice, since 1 would praise a map that cannot find kelp.</summary>
/// <param name="Both">Kelp in both: true positives.</param>
/// <param name="FoundOnly">Kelp where the label has none: false positives.</param>
/// <param name="LabelOnly">Labelled kelp that was not found: false negatives.</param>
/// <param name="Neither">Kelp in neither: true negatives.</param>
/// <remarks>Dice 1945 (doi:10.2307/1932409), Jaccard 1912. Worked example: 80 in both, 20 found only, 60 labelled only give Dice
/// 160/240 = 0.667, IoU 80/160 = 0.5, precision 0.8, recall 0.571.</remarks>
public readonly record struct MaskAgreement(long Both, long FoundOnly, long LabelOnly, long Neither)
{
    /// <summary>Twice the common kelp over the kelp of both maps (F1).</summary>
    public double Dice => 2.0 * Both / (2 * Both + FoundOnly + LabelOnly);

    /// <summary>Common kelp over kelp in either map (Jaccard).</summary>
    public double Iou => (double)Both / (Both + FoundOnly + LabelOnly);

    /// <summary>Share of the found kelp that is labelled kelp.</summary>
    public double Precision => (double)Both / (Both + FoundOnly);

    /// <summary>Share of the labelled kelp that was found.</summary>
    public double Recall => (double)Both / (Both + LabelOnly);

    /// <summary>Pixels compared.</summary>
    public long Compared => Both + FoundOnly + LabelOnly + Neither;

    /// <summary>Found area over labelled area: what is right for area may be wrong pixel by pixel.</summary>
    public double AreaRatio => (double)(Both + FoundOnly) / (Both + LabelOnly);

    /// <summary>Counts of two areas together.</summary>
    public static MaskAgreement operator +(MaskAgreement left, MaskAgreement right) =>
        new(left.Both + right.Both, left.FoundOnly + right.FoundOnly, left.LabelOnly + right.LabelOnly, left.Neither + right.Neither);

    /// <summary>As the operator.</summary>
    public static MaskAgreement Add(MaskAgreement left, MaskAgreement right) => left + right;

    /// <summary>Compares two maps of one grid.</summary>
    /// <param name="label">Whether a pixel is labelled kelp; null where the label does not know, which is left out.</param>
    /// <param name="found">Whether it was found to be kelp; null where it was not seen, which is left out.</param>
    /// <exception cref="ArgumentException">The maps differ in length.</exception>
    public static MaskAgreement Of(ReadOnlySpan<bool?> label, ReadOnlySpan<bool?> found)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(found.Length, label.Length, nameof(found));
        var (both, foundOnly, labelOnly, neither) = (0L, 0L, 0L, 0L);
        for (var i = 0; i < label.Length; i++)
        {
            if (label[i] is { } labelled && found[i] is { } seen)
            {
                both += labelled && seen ? 1 : 0;
                foundOnly += !labelled && seen ? 1 : 0;
                labelOnly += labelled && !seen ? 1 : 0;
                neither += !labelled && !seen ? 1 : 0;
            }
        }

        return new(both, foundOnly, labelOnly, neither);
    }
}
