using Stratum.Core;

namespace Stratum.Storage;

/// <summary>
/// The places of one quantity, of each deployment apart: the nearest outdoors are found however many sensors stand in the rooms between. One writer, any
/// number of readers.
/// </summary>
internal sealed class QuantityPlaces
{
    private readonly GeoIndex[] _indexes = [new(), new(), new()];

    /// <summary>Puts a slot at a place; it leaves the place where it was.</summary>
    public void Place(LatestSlot slot, GeoNode node) => _indexes[(int)slot.Deployment].Place(slot, node);

    /// <summary>Searches one deployment, or all when it is null.</summary>
    public void Search(GeoSearch search, Deployment? deployment)
    {
        if (deployment is { } only)
        {
            _indexes[(int)only].Search(search);
            return;
        }

        foreach (var index in _indexes)
        {
            index.Search(search);
        }
    }
}
