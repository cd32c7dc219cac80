namespace Stratum.Node.Configuration;

/// <summary>How many letters must be inserted, removed, replaced or swapped with their neighbour (optimal string alignment).</summary>
internal static class EditDistance
{
    /// <summary>The distance of two words, without regard to case.</summary>
    public static int Between(string left, string right)
    {
        var (a, b) = (left.ToLowerInvariant(), right.ToLowerInvariant());
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distances[i, j] = i == 0 ? j : j == 0 ? i : Step(distances, a, b, i, j);
            }
        }

        return distances[a.Length, b.Length];
    }

    private static int Step(int[,] distances, string a, string b, int i, int j)
    {
        var replaced = distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
        return i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] ? Math.Min(best, distances[i - 2, j - 2] + 1) : best;
    }
}
