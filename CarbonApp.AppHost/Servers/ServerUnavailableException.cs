namespace CarbonApp.AppHost.Servers;

/// <summary>A server cannot be started on this machine; the message says what to do about it.</summary>
internal sealed class ServerUnavailableException(string message) : Exception(message);
