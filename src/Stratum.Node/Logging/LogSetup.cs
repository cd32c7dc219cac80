using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Stratum.Node.Configuration;

namespace Stratum.Node.Logging;

/// <summary>The log: lines on standard error (standard output belongs to commands that print data), and a rolling file where one is configured.</summary>
internal static class LogSetup
{
    private const string TextTemplate = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static ILoggerFactory Create(LogEventLevel level, LogSection options)
    {
        var isJson = options.Format == "json";
        var fileBytesMax = (long)options.FileMaxMb << 20;
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(level)
            // The framework's own lines repeat what ours say.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Error);
        var formatter = new JsonLogFormatter();
        configuration = isJson
            ? configuration.WriteTo.Console(formatter, standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.WriteTo.Console(outputTemplate: TextTemplate, standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.File.Length > 0)
        {
            configuration = isJson
                ? configuration.WriteTo.File(formatter, options.File, fileSizeLimitBytes: fileBytesMax, rollOnFileSizeLimit: true,
                    retainedFileCountLimit: options.FilesKept)
                : configuration.WriteTo.File(
                    options.File, outputTemplate: TextTemplate, fileSizeLimitBytes: fileBytesMax, rollOnFileSizeLimit: true,
                    retainedFileCountLimit: options.FilesKept);
        }

        Logger logger = configuration.CreateLogger();
        return new SerilogLoggerFactory(logger, dispose: true);
    }
}
