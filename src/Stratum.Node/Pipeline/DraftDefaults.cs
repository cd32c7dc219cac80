using Stratum.Core;

namespace Stratum.Node.Pipeline;

/// <summary>What the node says of drafts that do not say it themselves, and how exactly it says where they are.</summary>
internal static class DraftDefaults
{
    /// <summary>Fills the draft in and rounds its place.</summary>
    public static void Apply(ObservationDraft draft, IntakeOptions options, int? positionDecimals)
    {
        draft[TextField.NodeName] ??= options.NodeName;
        draft[TextField.GeoCountry] ??= options.Country;
        draft[TextField.GeoSubdivision] ??= options.Subdivision;
        if (options.Position is { } position && draft.Latitude is null && draft.Longitude is null)
        {
            draft.Latitude = position.Latitude;
            draft.Longitude = position.Longitude;
            draft.Altitude ??= options.Altitude;
            draft[TextField.LocationSource] ??= "node";
        }

        RoundPlace(draft, positionDecimals ?? options.PositionDecimals);
    }

    // What is signed is the rounded place: nobody must publish where their door is.
    private static void RoundPlace(ObservationDraft draft, int? decimals)
    {
        if (decimals is { } places)
        {
            draft.Latitude = draft.Latitude is { } latitude ? GeoPoint.RoundDegrees(latitude, places) : null;
            draft.Longitude = draft.Longitude is { } longitude ? GeoPoint.RoundDegrees(longitude, places) : null;
        }
    }
}
