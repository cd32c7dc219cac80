using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// The series of a replayed history, one instance each. Every device counts as a signer of its own: a file has no signatures, and the question
/// is what its stations say of each other (VALIDATION, section 3 item 2).
/// </summary>
internal sealed class ReplayedSeries
{
    private readonly Dictionary<(string? Device, string? ReadingType, string? Unit, string? Model, string? Deployment), Series> _known = [];

    public bool TryBuild(ObservationDraft draft, [NotNullWhen(true)] out Observation? observation, [NotNullWhen(false)] out DraftError? error)
    {
        var signer = draft[TextField.DeviceId] is { } device ? new NodeId(new Hash256(SHA256.HashData(Encoding.UTF8.GetBytes(device)))) : default;
        if (!ObservationBuilder.TryBuild(draft, signer, out observation, out error))
        {
            return false;
        }

        var key = (draft[TextField.DeviceId], draft[TextField.ReadingType], draft[TextField.Unit], draft[TextField.SensorModel],
            draft[TextField.DeploymentType]);
        if (_known.TryGetValue(key, out var series))
        {
            observation = observation with { Series = series };
        }
        else
        {
            _known.Add(key, observation.Series);
        }

        return true;
    }
}
