using Stratum.Core;
using Stratum.Validation;

namespace Stratum.Node.Pipeline;

/// <summary>The validators of this program. A new one is a file of its own and a line here (docs/VALIDATORS.md).</summary>
internal static class ValidatorRegistry
{
    /// <summary>In the order in which they are asked and their reasons are shown.</summary>
    /// <param name="trust">Whom the operator knows; null when everyone counts alike.</param>
    public static IReadOnlyList<IValidator> Create(ISignerTrust? trust) =>
    [
        .. ValidationPipeline.StandardValidators(trust),
    ];
}
