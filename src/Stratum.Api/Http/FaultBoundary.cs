using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stratum.Core;

namespace Stratum.Api;

/// <summary>
/// The outermost step: counts and times each request, and turns a fault into a 500 and a log line. A fault in the middle of a
/// streamed answer cuts the connection, so that no client takes half an answer for a whole one.
/// </summary>
internal sealed partial class FaultBoundary(RequestDelegate next, ApiServices services, ApiMetrics metrics, ILogger<FaultBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = services.Time.GetTimestamp();
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            LogClientGone(logger, context.Request.Path);
        }
        catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await ProblemJson.WriteAsync(context, exception.StatusCode, exception.Message);
        }
        catch (Exception exception)
        {
            LogFault(logger, context.Request.Path, exception);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                var detail = exception is StratumException ? exception.Message : "the node failed to answer; its log says why";
                await ProblemJson.WriteAsync(context, StatusCodes.Status500InternalServerError, detail);
            }
        }
        finally
        {
            metrics.Answered(context, services.Time.GetElapsedTime(started));
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The client of {Path} left before the answer was complete")]
    private static partial void LogClientGone(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The query API failed to answer {Path}")]
    private static partial void LogFault(ILogger logger, string path, Exception exception);
}
