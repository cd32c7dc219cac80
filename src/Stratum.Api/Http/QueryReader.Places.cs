using System.Globalization;
using Stratum.Core;

namespace Stratum.Api;

/// <content>Places, stations and quantities.</content>
internal sealed partial class QueryReader
{
    private const string ReadingTypeAccepted = "a reading type such as temperature: [a-z][a-z0-9_]{0,63}";

    /// <summary>Half the earth's circumference: every place is within.</summary>
    public const double MaxRadiusKm = 20_015;

    /// <summary>A place in one parameter: latitude and longitude with a comma between them.</summary>
    public GeoPoint? Place(string name)
    {
        const string accepted = "latitude,longitude in degrees, such as 52.5,13.4";
        if (Text(name, MaxShownCharacters, accepted) is not { } text)
        {
            return null;
        }

        var parts = text.Split(',');
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (parts.Length == 2 && double.TryParse(parts[0], styles, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], styles, CultureInfo.InvariantCulture, out var longitude)
                && new GeoPoint(latitude, longitude) is { IsValid: true } place)
        {
            return place;
        }

        Fail(name, text, "is not a place", accepted);
        return null;
    }

    /// <summary>lat and lng: both, or neither unless they are required.</summary>
    public GeoPoint? Point(bool required)
    {
        var latitude = Number("lat", -90, 90, "degrees north");
        var longitude = Number("lng", -180, 180, "degrees east");
        if (latitude is { } lat && longitude is { } lng)
        {
            return new GeoPoint(lat, lng);
        }

        RequireTogether("lat", required || Has("lng"), "a number from -90 to 90 degrees north, together with lng");
        RequireTogether("lng", required || Has("lat"), "a number from -180 to 180 degrees east, together with lat");
        return null;
    }

    /// <summary>north, south, east and west: all four or none. West greater than east crosses the antimeridian.</summary>
    public GeoBox? Box()
    {
        var north = Number("north", -90, 90, "degrees north");
        var south = Number("south", -90, 90, "degrees north");
        var east = Number("east", -180, 180, "degrees east");
        var west = Number("west", -180, 180, "degrees east");
        var isAny = Has("north") || Has("south") || Has("east") || Has("west");
        RequireTogether("north", isAny, "north, south, east and west together");
        RequireTogether("south", isAny, "north, south, east and west together");
        RequireTogether("east", isAny, "north, south, east and west together");
        RequireTogether("west", isAny, "north, south, east and west together");
        if (north is not { } n || south is not { } s || east is not { } e || west is not { } w)
        {
            return null;
        }

        if (s > n)
        {
            Fail("south", s.ToString(), "is above north", "at most the value of north");
        }

        return new GeoBox(n, s, e, w);
    }

    /// <summary>type: one quantity.</summary>
    public string? ReadingType()
    {
        var text = Text("type", 64, ReadingTypeAccepted);
        if (text is null || IsReadingType(text))
        {
            return text;
        }

        Fail("type", text, "is not a reading type", ReadingTypeAccepted);
        return null;
    }

    /// <summary>deployment: one of them, or null for all; what is asked for when it is not given is <paramref name="otherwise"/>.</summary>
    public Deployment? Deployment(Deployment? otherwise) => Choice("deployment", "outdoor", "indoor", "probe", "all") switch
    {
        "outdoor" => Core.Deployment.Outdoor,
        "indoor" => Core.Deployment.Indoor,
        "probe" => Core.Deployment.Probe,
        "all" => null,
        _ => otherwise,
    };

    /// <summary>node_id: a signer.</summary>
    public NodeId? Node()
    {
        const string Accepted = "52 characters of lower-case base32, as node_id has in every answer";
        if (Text("node_id", 100, Accepted) is not { } text)
        {
            return null;
        }

        if (NodeId.TryParse(text, out var nodeId))
        {
            return nodeId;
        }

        Fail("node_id", text, "is not a node id", Accepted);
        return null;
    }

    private static bool IsReadingType(string text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_')
            {
                return false;
            }
        }

        return char.IsAsciiLetterLower(text[0]);
    }

    private void RequireTogether(string name, bool isNeeded, string accepted)
    {
        if (isNeeded && !Has(name))
        {
            Fail(name, null, "is missing", accepted);
        }
    }
}
