namespace Stratum.Storage;

/// <summary>
/// A balanced k-d tree (Bentley 1975) over points of the unit sphere, laid out in arrays: the root of a range is its middle. Immutable.
/// </summary>
internal sealed class GeoTree
{
    public static readonly GeoTree Empty = new([]);

    private readonly GeoNode[] _nodes;
    private readonly double[] _coordinates;

    public GeoTree(GeoNode[] nodes)
    {
        _nodes = nodes;
        Arrange(0, nodes.Length, 0);
        _coordinates = new double[nodes.Length * 3];
        for (var at = 0; at < nodes.Length; at++)
        {
            (_coordinates[at * 3], _coordinates[(at * 3) + 1], _coordinates[(at * 3) + 2]) = (nodes[at].X, nodes[at].Y, nodes[at].Z);
        }
    }

    public int Count => _nodes.Length;

    public ReadOnlySpan<GeoNode> Nodes => _nodes;

    public void Search(GeoSearch search) => Search(search, 0, _nodes.Length, 0);

    private void Search(GeoSearch search, int low, int high, int axis)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var place = middle * 3;
            var gap = search.Coordinate(axis) - _coordinates[place + axis];
            var next = axis == 2 ? 0 : axis + 1;
            var (nearLow, nearHigh, farLow, farHigh) = gap < 0 ? (low, middle, middle + 1, high) : (middle + 1, high, low, middle);
            // The near side before the middle: it brings the bound down, and few of the points on the way are worth a closer look then.
            Search(search, nearLow, nearHigh, next);
            var distance = search.SquaredDistanceTo(_coordinates[place], _coordinates[place + 1], _coordinates[place + 2]);
            if (distance <= search.Bound)
            {
                search.Offer(_nodes[middle], distance);
            }

            if (gap * gap > search.Bound)
            {
                return;
            }

            (low, high, axis) = (farLow, farHigh, next);
        }
    }

    private void Arrange(int low, int high, int axis)
    {
        while (high - low > 1)
        {
            var middle = (low + high) >>> 1;
            Select(low, high - 1, middle, axis);
            axis = axis == 2 ? 0 : axis + 1;
            Arrange(low, middle, axis);
            low = middle + 1;
        }
    }

    // Hoare's selection: afterwards what is left of the middle is not greater and what is right of it is not less.
    private void Select(int low, int high, int middle, int axis)
    {
        while (low < high)
        {
            var pivot = Coordinate(_nodes[(low + high) >>> 1], axis);
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (Coordinate(_nodes[left], axis) < pivot)
                {
                    left++;
                }

                while (Coordinate(_nodes[right], axis) > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (_nodes[left], _nodes[right]) = (_nodes[right], _nodes[left]);
                    left++;
                    right--;
                }
            }

            low = right < middle ? left : low;
            high = middle < left ? right : high;
        }
    }

    private static double Coordinate(GeoNode node, int axis) => axis == 0 ? node.X : axis == 1 ? node.Y : node.Z;
}
