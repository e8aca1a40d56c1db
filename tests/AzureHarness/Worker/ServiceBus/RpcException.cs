namespace Grpc.Core;

/// <summary>What a settlement throws in an isolated worker: the host's error as text, never a Service Bus exception.</summary>
public class RpcException(Status status) : Exception($"Status(StatusCode=\"{status.StatusCode}\", Detail=\"{status.Detail}\")")
{
    /// <summary>What the host said.</summary>
    public Status Status { get; } = status;

    /// <summary>Its code.</summary>
    public StatusCode StatusCode => Status.StatusCode;
}

/// <summary>How a call ended.</summary>
public readonly record struct Status(StatusCode StatusCode, string Detail);

/// <summary>The codes that settlements end with.</summary>
public enum StatusCode
{
    /// <summary>It worked.</summary>
    OK = 0,

    /// <summary>The caller gave up.</summary>
    Cancelled = 1,

    /// <summary>The host's call threw; the detail has its text.</summary>
    Unknown = 2,

    /// <summary>The host knows of no such lock, for the function has ended.</summary>
    FailedPrecondition = 9,
}
