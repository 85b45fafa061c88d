namespace CarbonApp.Api.Jobs;

/// <summary>The latest a handler said, and whether it was written since. Never goes back.</summary>
internal sealed class JobProgress : IProgress<JobStep>
{
    private readonly Lock _gate = new();
    private JobStep _latest = new(0, "begun");
    private bool _isNew;

    public void Report(JobStep value)
    {
        lock (_gate)
        {
            var fraction = double.IsFinite(value.Fraction) ? Math.Clamp(value.Fraction, 0, 1) : 0;
            _isNew |= value.Stage != _latest.Stage || fraction > _latest.Fraction;
            _latest = new JobStep(Math.Max(fraction, _latest.Fraction), value.Stage);
        }
    }

    /// <summary>True where there is something to write since <see cref="Take"/>.</summary>
    public bool IsNew
    {
        get
        {
            lock (_gate)
            {
                return _isNew;
            }
        }
    }

    /// <summary>What to write now.</summary>
    public JobStep Take()
    {
        lock (_gate)
        {
            _isNew = false;
            return _latest;
        }
    }
}
