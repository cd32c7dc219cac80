namespace Stratum.Mesh.Transport;

/// <summary>Tasks in the background that their owner waits for before it is gone.</summary>
internal sealed class RunningTasks
{
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _tasks = [];

    /// <summary>Starts a task. It must handle its own failures: one that escapes comes out of <see cref="WhenDoneAsync"/>.</summary>
    public void Start(Func<Task> work)
    {
        var task = Task.Run(work);
        lock (_gate)
        {
            _tasks.Add(task);
        }

        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <summary>Ends when all that were started have.</summary>
    public async Task WhenDoneAsync()
    {
        Task[] tasks;
        do
        {
            lock (_gate)
            {
                tasks = [.. _tasks];
            }

            await Task.WhenAll(tasks);
        }
        while (HasOtherThan(tasks));
    }

    // What ran may have started more.
    private bool HasOtherThan(Task[] done)
    {
        lock (_gate)
        {
            return !_tasks.IsSubsetOf(done);
        }
    }

    private void Forget(Task task)
    {
        lock (_gate)
        {
            _tasks.Remove(task);
        }
    }
}
