namespace Stratum.Ingest;

/// <summary>Reads one kind of body into the batch. The body is not empty and has no white space around it.</summary>
internal delegate BodyFault? BodyParser(ReadOnlySpan<byte> body, IngestBatch batch);
