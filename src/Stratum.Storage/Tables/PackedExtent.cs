namespace Stratum.Storage;

/// <summary>
/// A <see cref="GeoExtent"/> in eight bytes, rounded outwards by at most two of 65535 parts of the globe's width and height: it only ever rules rows out,
/// so too wide is right.
/// </summary>
internal readonly record struct PackedExtent
{
    private const double Steps = ushort.MaxValue;

    private readonly ushort _south;
    private readonly ushort _north;
    private readonly ushort _west;
    private readonly ushort _east;

    public PackedExtent(GeoExtent? extent)
    {
        if (extent is null)
        {
            // None: the south above the north.
            (_south, _north) = (1, 0);
            return;
        }

        // A step more than rounding gives: the way back rounds, too, and could end a hair inside.
        _south = StepOf(Math.Floor((extent.South + 90) / 180 * Steps) - 1);
        _north = StepOf(Math.Ceiling((extent.North + 90) / 180 * Steps) + 1);
        _west = StepOf(Math.Floor((extent.West + 180) / 360 * Steps) - 1);
        _east = StepOf(Math.Ceiling((extent.East + 180) / 360 * Steps) + 1);
    }

    public GeoExtent? ToExtent() => _south > _north
        ? null
        : new GeoExtent((_south / Steps * 180) - 90, (_north / Steps * 180) - 90, (_west / Steps * 360) - 180, (_east / Steps * 360) - 180);

    private static ushort StepOf(double step) => (ushort)Math.Clamp(step, 0, Steps);
}
