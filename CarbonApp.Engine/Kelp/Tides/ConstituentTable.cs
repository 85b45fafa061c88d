using System.Diagnostics.CodeAnalysis;

namespace CarbonApp.Engine.Kelp.Tides;

/// <summary>The constituents this engine knows, by any of their names.</summary>
/// <remarks>
/// Doodson numbers and nodal rules as the IHO's list of tidal constituents gives them, with the 90° term turned to the sign that
/// published Greenwich phases use. ALP1 and BET1, absent there, are from the table of Foreman (1977). A row holds the names, the
/// multiples of τ s h p −N p′ 90°, and the product that makes the nodal correction: K2*M2^2/-1 is f(K2)·f(M2)² and u(K2) − u(M2).
/// Names are those of station files: MLN2S2 is filed under the compound of the same speed, 3N2 and R3 as the reference data do.
/// </remarks>
internal static class ConstituentTable
{
    private const string Rows = """
        Sa                  0  0  1  0  0  0  0  -
        Ssa                 0  0  2  0  0  0  0  -
        Mm                  0  1  0 -1  0  0  0  Mm
        MSf                 0  2 -2  0  0  0  0  M2^1/-1
        Mf                  0  2  0  0  0  0  0  Mf
        Mfm,MTM             0  3  0 -1  0  0  0  Mm
        MSqm                0  4 -2  0  0  0  0  M2^1/-1
        ALP1,alpha1         1 -4  2  1  0  0  1  O1
        2Q1                 1 -3  0  2  0  0  1  O1
        sigma1,SGM          1 -3  2  0  0  0  1  O1
        Q1                  1 -2  0  1  0  0  1  O1
        rho1,RHO            1 -2  2 -1  0  0  1  O1
        O1                  1 -1  0  0  0  0  1  O1
        tau1                1 -1  2  0  0  0 -1  K1
        MP1                 1 -1  2  0  0  0  0  M2
        BET1,beta1          1  0 -2  1  0  0 -1  -
        NO1                 1  0  0  1  0  0 -1  M2*O1^1/-1
        M1                  1  0  0  1  0  0 -1  M1
        chi1                1  0  2 -1  0  0 -1  J1
        pi1                 1  1 -3  0  0  1  1  -
        TK1                 1  1 -3  0  0  1  1  K1^1/-1
        P1                  1  1 -2  0  0  0  1  -
        S1                  1  1 -1  0  0  0  0  -
        K1                  1  1  0  0  0  0 -1  K1
        psi1                1  1  1  0  0 -1 -1  -
        RP1                 1  1  1  0  0 -1  1  -
        KP1                 1  1  2  0  0  0 -1  K2
        phi1                1  1  2  0  0  0 -1  J1
        theta1              1  2 -2  1  0  0 -1  J1
        J1                  1  2  0 -1  0  0 -1  J1
        2PO1                1  3 -4  0  0  0  1  O1^1/-1
        SO1                 1  3 -2  0  0  0 -1  O1^1/-1
        OO1                 1  3  0  0  0  0 -1  K2*O1^1/-1
        2NS2                2 -4  2  2  0  0  0  M2^2
        3MS2,MLN2S2         2 -4  4  0  0  0  0  -
        OQ2,OO2             2 -3  0  1  0  0 -2  O1^2
        eps2,EP2            2 -3  2  1  0  0  0  M2
        MNS2                2 -3  2  1  0  0  0  M2^2
        2ML2S2              2 -3  4 -1  0  0 -2  M2^2*L2
        2MS2K2              2 -2 -2  0  0  0  0  M2^2*K2^2/-2
        2N2                 2 -2  0  2  0  0  0  M2
        mu2                 2 -2  2  0  0  0  0  M2
        N2                  2 -1  0  1  0  0  0  M2
        nu2                 2 -1  2 -1  0  0  0  M2
        MKL2S2              2 -1  4 -1  0  0  0  M2*K2*L2
        OP2                 2  0 -2  0  0  0 -2  O1
        gamma2              2  0 -2  2  0  0 -2  gamma2
        MA2                 2  0 -1  0  0  0  0  -
        alpha2              2  0 -1  0  0  1 -2  alpha2
        M2                  2  0  0  0  0  0  0  M2
        MB2                 2  0  1  0  0  0  0  -
        M(KS)2              2  0  1  0  0 -1  0  M2*K2
        MKS2,3N2            2  0  2  0  0  0  0  M2*K2
        M2(KS)2,M2KS2       2  0  4  0  0  0  0  M2*K2^2
        2SN(MK)2,2SNMK2     2  1 -4  1  0  0  0  M2^2/0*K2^1/-1
        lambda2,LAM2        2  1 -2  1  0  0 -2  M2
        L2                  2  1  0 -1  0  0 -2  L2
        3L2                 2  1  0  0  0  0  0  L2
        T2                  2  2 -3  0  0  1  0  -
        S2                  2  2 -2  0  0  0  0  -
        R2                  2  2 -1  0  0 -1 -2  -
        K2                  2  2  0  0  0  0  0  K2
        MSN2                2  3 -2 -1  0  0  0  M2^2/0
        eta2                2  3  0 -1  0  0  0  eta2
        KJ2                 2  3  0 -1  0  0 -2  K1*J1
        2KM(SN)2,2KMSN2     2  3  2 -1  0  0  0  K2^2*M2^2/0
        2SM2                2  4 -4  0  0  0  0  M2^1/-1
        SKM2                2  4 -2  0  0  0  0  K2*M2^1/-1
        NO3                 3 -2  0  1  0  0  1  M2*O1
        MO3                 3 -1  0  0  0  0  1  M2*O1
        2MK3                3 -1  0  0  0  0  1  M2^2*K1^1/-1
        M3                  3  0  0  0  0  0 -2  M3
        SO3                 3  1 -2  0  0  0  1  O1
        MK3                 3  1  0  0  0  0 -1  M2*K1
        T3                  3  3 -4  0  0  0  0  -
        S3                  3  3 -3  0  0  0 -2  -
        SK3,R3              3  3 -2  0  0  0 -1  K1
        N4                  4 -2  0  2  0  0  0  M2^2
        3MS4                4 -2  2  0  0  0  0  M2^3
        MN4                 4 -1  0  1  0  0  0  M2^2
        2MLS4               4 -1  2 -1  0  0 -2  M2^2*L2
        M4                  4  0  0  0  0  0  0  M2^2
        SN4                 4  1 -2  1  0  0  0  M2
        ML4                 4  1  0 -1  0  0  0  M2*L2
        MS4                 4  2 -2  0  0  0  0  M2
        MK4                 4  2  0  0  0  0  0  M2*K2
        SL4                 4  3 -2 -1  0  0 -2  L2
        S4                  4  4 -4  0  0  0  0  -
        SK4                 4  4 -2  0  0  0  0  K2
        MNO5                5 -2  0  1  0  0  1  M2^2*O1
        2MO5                5 -1  0  0  0  0  1  M2^2*O1
        3MP5                5 -1  2  0  0  0 -1  M2^3
        MNK5                5  0  0  1  0  0 -1  M2^2*K1
        2MP5                5  1 -2  0  0  0  1  M2^2
        2MK5                5  1  0  0  0  0 -1  M2^2*K1
        MSK5                5  3 -2  0  0  0  0  M2*K1
        3KM5                5  3  0  0  0  0  1  K1^3*M2
        2SK5                5  5 -4  0  0  0 -1  K1
        3MNS6,2NMLS6        6 -3  2  1  0  0  0  M2^4
        2NM6                6 -2  0  2  0  0  0  M2^3
        4MS6,2MLNS6         6 -2  2  0  0  0  0  M2^4
        2MN6                6 -1  0  1  0  0  0  M2^3
        2Mnu6,3MLS6         6 -1  2 -1  0  0  0  M2^3
        M6                  6  0  0  0  0  0  0  M2^3
        MSN6                6  1 -2  1  0  0  0  M2^2
        2ML6                6  1  0 -1  0  0 -2  M2^2*L2
        2MS6                6  2 -2  0  0  0  0  M2^2
        2MK6                6  2  0  0  0  0  0  M2^2*K2
        MSL6                6  3 -2 -1  0  0 -2  M2*L2
        2SM6                6  4 -4  0  0  0  0  M2
        MSK6                6  4 -2  0  0  0  0  M2*K2
        S6                  6  6 -6  0  0  0  0  -
        2MNO7               7 -2  0  1  0  0  1  M2^3*O1
        2NMK7               7 -1  0  2  0  0 -1  M2^3*K1
        2MSO7               7  1 -2  0  0  0  1  M2^2*O1
        3MK7                7  1  0  0  0  0 -1  M2^3*K1
        MSKO7               7  3 -2  0  0  0  1  M2*K2*O1
        2(MN)8,2MN8         8 -2  0  2  0  0  0  M2^4
        3MN8                8 -1  0  1  0  0  0  M2^4
        3Mnu8,4MLS8         8 -1  2 -1  0  0  0  M2^4
        M8                  8  0  0  0  0  0  0  M2^4
        2MSN8               8  1 -2  1  0  0  0  M2^3
        3ML8                8  1  0 -1  0  0  0  M2^3*L2
        3MS8                8  2 -2  0  0  0  0  M2^3
        3MK8                8  2  0  0  0  0  0  M2^3*K2
        2MSL8               8  3 -2 -1  0  0 -2  M2^2*L2
        2(MS)8,2MS8         8  4 -4  0  0  0  0  M2^2
        2MSK8               8  4 -2  0  0  0  0  M2^2*K2
        2M2NK9              9 -1  0  2  0  0 -1  M2^4*K1
        3MNK9               9  0  0  1  0  0 -1  M2^4*K1
        4MK9                9  1  0  0  0  0 -1  M2^4*K1
        3MSK9               9  3 -2  0  0  0 -1  M2^3*K1
        4MN10              10 -1  0  1  0  0  0  M2^5
        M10                10  0  0  0  0  0  0  M2^5
        3MSN10,3MNS10      10  1 -2  1  0  0  0  M2^4
        4MS10              10  2 -2  0  0  0  0  M2^4
        3MSL10             10  3 -2 -1  0  0 -2  M2^3*L2
        3M2S10             10  4 -4  0  0  0  0  M2^3
        4MSK11             11  3 -2  0  0  0 -1  M2^4*K1
        4MSN12,4MNS12      12  1 -2  1  0  0  0  M2^5
        5MS12              12  2 -2  0  0  0  0  M2^5
        6MSN12,4MSL12      12  3 -2 -1  0  0  0  M2^7/5
        4M2S12             12  4 -4  0  0  0  0  M2^4
        """;

    private static readonly Dictionary<string, ConstituentDefinition> ByName = Read();

    /// <summary>Every definition once.</summary>
    public static IEnumerable<ConstituentDefinition> All => ByName.Values.Distinct();

    /// <summary>Finds a constituent; case does not matter.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out ConstituentDefinition? definition) => ByName.TryGetValue(name, out definition);

    private static Dictionary<string, ConstituentDefinition> Read()
    {
        var byName = new Dictionary<string, ConstituentDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in Rows.Split('\n'))
        {
            var (definition, names) = ConstituentDefinition.Parse(row);
            foreach (var name in names)
            {
                byName.Add(name, definition);
            }
        }

        return byName;
    }
}
