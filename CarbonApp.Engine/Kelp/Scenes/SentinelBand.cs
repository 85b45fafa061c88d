namespace CarbonApp.Engine.Kelp.Scenes;

/// <summary>The layers of a Sentinel-2 L2A scene that are used here; B05 to B07, B8A, B11, B12 and SCL come at 20 m, the others at 10 m.</summary>
public enum SentinelBand
{
    /// <summary>Blue, 493 nm.</summary>
    B02,

    /// <summary>Green, 560 nm.</summary>
    B03,

    /// <summary>Red, 665 nm.</summary>
    B04,

    /// <summary>Red edge, 704 nm.</summary>
    B05,

    /// <summary>Red edge, 741 nm.</summary>
    B06,

    /// <summary>Red edge, 783 nm.</summary>
    B07,

    /// <summary>Near infrared, 833 nm.</summary>
    B08,

    /// <summary>Narrow near infrared, 865 nm.</summary>
    B8A,

    /// <summary>Short-wave infrared, 1614 nm.</summary>
    B11,

    /// <summary>Short-wave infrared, 2202 nm.</summary>
    B12,

    /// <summary>Scene classification, a byte.</summary>
    Scl,
}
