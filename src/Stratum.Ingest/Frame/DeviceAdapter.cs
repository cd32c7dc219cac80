using Stratum.Core;

namespace Stratum.Ingest;

/// <summary>
/// The life of an adapter that goes to its device: sessions, one after the other, with backoff between those that fail. Whatever a
/// device does ends a session, never the adapter; at shutdown the session's device is closed by its own <c>using</c>.
/// </summary>
internal abstract class DeviceAdapter(AdapterFrame frame) : IIngestAdapter
{
    public string Name => frame.Name;

    public string Kind => frame.Kind;

    public virtual AdapterStatus Status => frame.Status;

    protected AdapterFrame Frame => frame;

    public async Task RunAsync(IObservationIntake intake, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(frame.Time);
        try
        {
            while (true)
            {
                await frame.WaitForClockAsync(cancellationToken).ConfigureAwait(false);
                backoff.Begin();
                try
                {
                    await SessionAsync(intake, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
                {
                    var wait = backoff.Next();
                    frame.Statistics.Fault(e is DeviceException ? e.Message : $"{Target} failed: {e.Message}");
                    frame.State = "backoff";
                    frame.Logger.SessionFailed(frame.Name, e.Message, wait.TotalSeconds);
                    await Task.Delay(wait, frame.Time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException && cancellationToken.IsCancellationRequested)
        {
            // Being told to stop in the middle of whatever was going on.
            frame.Logger.Stopped(frame.Name, e.GetType().Name);
        }
        finally
        {
            frame.State = "stopped";
        }
    }

    /// <summary>The device as errors name it.</summary>
    protected abstract string Target { get; }

    /// <summary>Talks to the device until it fails or the node stops. Throws <see cref="DeviceException"/> with advice where it knows some.</summary>
    protected abstract Task SessionAsync(IObservationIntake intake, CancellationToken cancellationToken);
}
