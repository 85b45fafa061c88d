using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>A quarter while it is added up, strip by strip and in each date by date.</summary>
internal sealed class QuarterSum((int Year, int Quarter) key, PassFacts[] passes)
{
    private int[] _places = [];
    private Place[] _sums = [];
    private long _clearCells;
    private long _kelpCells;
    private double _kelp;
    private double _withTide;
    private double _timesTide;

    /// <summary>Dates of the quarter.</summary>
    public IReadOnlyList<PassFacts> Passes => passes;

    /// <summary>Begins a strip.</summary>
    /// <param name="places">Its pixels in the footprint.</param>
    public void Begin(int[] places) => (_places, _sums) = (places, new Place[places.Length]);

    /// <summary>Takes a date's strip.</summary>
    public void Add(SceneMap strip, double? tideMetres)
    {
        for (var place = 0; place < _places.Length; place++)
        {
            var i = _places[place];
            ref var sum = ref _sums[place];
            sum.Clear += (strip.Mask[i] & DatedScene.Hidden) == 0 ? 1 : 0;
            if (QuarterlyCanopy.IsKelp(strip.Mask[i]))
            {
                sum.Cover += strip.Cover[i];
                sum.WithTide += tideMetres is null ? 0 : strip.Cover[i];
                sum.TimesTide += (tideMetres ?? 0) * strip.Cover[i];
            }
        }
    }

    /// <summary>Ends the strip: each pixel counts with its mean over its clear dates.</summary>
    public void End()
    {
        foreach (ref readonly var sum in _sums.AsSpan())
        {
            if (sum.Clear > 0)
            {
                _clearCells++;
                _kelpCells += sum.Cover > 0 ? 1 : 0;
                _kelp += (double)sum.Cover / sum.Clear;
                _withTide += (double)sum.WithTide / sum.Clear;
                _timesTide += sum.TimesTide / sum.Clear;
            }
        }

        Begin([]);
    }

    public QuarterRow ToRow(long footprint)
    {
        // Where kelp never grew, none is a measurement as soon as any of the sea was seen.
        var isSeen = footprint > 0 ? _clearCells > 0 : passes.Any(pass => pass.Counts.SeaSeen > 0);
        return new QuarterRow(
            key.Year, key.Quarter, isSeen ? CanopyArea.OfCover(_kelp) : null, _kelpCells, _clearCells, footprint, passes.Length, _withTide > 0 ? _timesTide / _withTide : null);
    }

    private record struct Place(int Clear, int Cover, int WithTide, double TimesTide);
}
