using System.Text.Json;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>A column by its JSON name.</summary>
/// <param name="Name">As in every answer, ready for a JSON writer.</param>
/// <param name="Column">Which one.</param>
/// <param name="Text">Which text field, for <see cref="ObservationColumn.Text"/>.</param>
internal sealed record NamedColumn(JsonEncodedText Name, ObservationColumn Column, TextField Text);
