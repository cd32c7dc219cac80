using Stratum.Core;
using Stratum.Ingest;
using Stratum.Node.Pipeline;

namespace Stratum.Node.Cli;

/// <summary>What became of one file. Entered by several batches at once.</summary>
internal sealed class ImportResult(string file, HistoryFormat format)
{
    /// <summary>As `stratum verify` shows: more than a person reads, little enough for a file in which everything is wrong.</summary>
    public const int RefusalsKept = 100;

    private readonly Lock _lock = new();
    private readonly SortedList<long, List<DraftError>> _refusals = [];
    private int _kept;

    public string File => file;

    public HistoryFormat Format => format;

    public long Rows { get; set; }

    public long Added { get; private set; }

    public long Duplicates { get; private set; }

    public long Refused { get; private set; }

    public long All => Added + Duplicates + Refused;

    /// <summary>Ended before the end of the file.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>What of the file is no reading by itself, with how many values.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> LeftOut { get; set; } = [];

    /// <summary>The first refusals that were met, in order of their lines.</summary>
    public IEnumerable<(long Line, DraftError Error)> Refusals => _refusals.SelectMany(static line => line.Value.Select(error => (line.Key, error)));

    /// <summary>Nothing was refused, and something was there.</summary>
    public bool IsSuccess => Refused == 0 && All > 0 && !IsInterrupted;

    public void Refuse(long line, DraftError error)
    {
        lock (_lock)
        {
            Refused++;
            if (_kept < RefusalsKept)
            {
                _kept++;
                if (!_refusals.TryGetValue(line, out var errors))
                {
                    _refusals.Add(line, errors = []);
                }

                errors.Add(error);
            }
        }
    }

    public void Count(IReadOnlyList<HistoryEntry> entries, HistoryOutcome[] outcomes)
    {
        lock (_lock)
        {
            for (var i = 0; i < outcomes.Length; i++)
            {
                switch (outcomes[i].Kind)
                {
                    case IntakeOutcomeKind.Accepted:
                        Added++;
                        break;
                    case IntakeOutcomeKind.Duplicate:
                        Duplicates++;
                        break;
                    default:
                        Refuse(entries[i].Line, outcomes[i].Error ?? new DraftError("", "was not taken"));
                        break;
                }
            }
        }
    }
}
