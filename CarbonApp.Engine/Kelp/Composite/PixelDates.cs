using CarbonApp.Engine.Kelp.Scenes;

namespace CarbonApp.Engine.Kelp.Composite;

/// <summary>What the dates say of one pixel, gathered date by date from the lowest tide up.</summary>
internal struct PixelDates
{
    private PixelMask _anyHiding;
    private PixelMask _all;
    private int _land;
    private int _deep;
    private int _kelp;
    private int _canopy;
    private int _lowTides;
    private int _dryAtLowTide;
    private int _picks;
    private int _surfaceCover;
    private int _anyCover;
    private double _coverTimesTide;
    private bool _isTideKnown;

    /// <summary>Nothing gathered.</summary>
    public static PixelDates None => new() { _all = (PixelMask)byte.MaxValue, _isTideKnown = true };

    /// <summary>Clear dates.</summary>
    public int Clear { get; private set; }

    /// <summary>Dates that show none of the area's sea: only what hid it is taken.</summary>
    /// <param name="all">Bits that the pixel has on all of them.</param>
    /// <param name="any">Bits that it has on any.</param>
    public void AddHidden(PixelMask all, PixelMask any)
    {
        _all &= all;
        _anyHiding |= any & DatedScene.Hidden;
    }

    /// <summary>A date that shows something.</summary>
    public void Add(PixelMask mask, byte cover, bool isLowTide, double tideMetres)
    {
        if ((mask & DatedScene.Hidden) != 0)
        {
            AddHidden(mask, mask);
            return;
        }

        var isKelp = (mask & PixelMask.Kelp) != 0;
        Clear++;
        _land += (mask & PixelMask.Land) != 0 ? 1 : 0;
        _deep += (mask & PixelMask.TooDeep) != 0 ? 1 : 0;
        _kelp += isKelp ? 1 : 0;
        _canopy += cover > 0 ? 1 : 0;
        if (isLowTide)
        {
            _lowTides++;
            // Dense canopy may have MNDWI below 0 too.
            _dryAtLowTide += !isKelp && (mask & (PixelMask.Land | PixelMask.Intertidal)) != 0 ? 1 : 0;
        }

        Pick(isKelp, cover, tideMetres);
    }

    /// <summary>What the pixel is, and the cover of its canopy.</summary>
    public readonly (PixelMask Mask, byte Cover, short TideCentimetres) Result(CompositeOptions options)
    {
        if (Clear == 0)
        {
            var hiding = _anyHiding & ~PixelMask.NoData;
            var land = _all == (PixelMask)byte.MaxValue ? PixelMask.None : _all & PixelMask.Land;
            return ((hiding == 0 && land == 0 ? PixelMask.NoData : hiding) | land, 0, CompositeMap.NoTide);
        }

        var place = 2 * _land > Clear ? PixelMask.Land
            : _dryAtLowTide > options.IntertidalShare * _lowTides ? PixelMask.Intertidal
            : PixelMask.None;
        var mask = place | (2 * _deep > Clear ? PixelMask.TooDeep : PixelMask.None);
        if (place != PixelMask.None)
        {
            return (mask, 0, CompositeMap.NoTide);
        }

        var surface = Mean(_surfaceCover);
        if (surface > 0 && _kelp >= options.LeastPersistence * Clear)
        {
            return (mask | PixelMask.Kelp, surface, TideCentimetres);
        }

        return (mask, _canopy >= options.LeastPersistence * Clear ? Mean(_anyCover) : (byte)0, CompositeMap.NoTide);
    }

    /// <summary>Share of the clear dates with canopy at the surface.</summary>
    public readonly byte Persistence => Clear == 0 ? CompositeMap.NoShare : (byte)Math.Round((double)SceneMap.FullCover * _kelp / Clear);

    /// <summary>No tide on earth comes near the ends of what a short holds.</summary>
    private readonly short TideCentimetres =>
        _isTideKnown ? (short)Math.Clamp(Math.Round(100 * _coverTimesTide / _surfaceCover), -short.MaxValue, short.MaxValue) : CompositeMap.NoTide;

    private void Pick(bool isKelp, byte cover, double tideMetres)
    {
        // Dates without a tide come last: once a tide is known, only dates with one are picked.
        if (_picks == 2 || (_picks == 1 && _isTideKnown && double.IsNaN(tideMetres)))
        {
            return;
        }

        _picks++;
        _anyCover += cover;
        _isTideKnown &= !double.IsNaN(tideMetres);
        if (isKelp)
        {
            _surfaceCover += cover;
            _coverTimesTide += cover * tideMetres;
        }
    }

    /// <summary>The median of two is their mean; halves go to the even step, so that areas are neither raised nor lowered.</summary>
    private readonly byte Mean(int sum) => (byte)Math.Round((double)sum / _picks, MidpointRounding.ToEven);
}
