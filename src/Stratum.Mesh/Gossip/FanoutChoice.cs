namespace Stratum.Mesh.Gossip;

/// <summary>To which links a new observation goes: all but the one that brought it, or <c>fanout</c> of those at random.</summary>
internal sealed class FanoutChoice(int fanout, Random random)
{
    /// <summary>Moves the chosen to the front of the list and cuts it there. A fanout of 0 chooses all.</summary>
    public void Choose<TLink>(List<TLink> candidates)
    {
        if (fanout <= 0 || candidates.Count <= fanout)
        {
            return;
        }

        for (var i = 0; i < fanout; i++)
        {
            var other = random.Next(i, candidates.Count);
            (candidates[i], candidates[other]) = (candidates[other], candidates[i]);
        }

        candidates.RemoveRange(fanout, candidates.Count - fanout);
    }
}
