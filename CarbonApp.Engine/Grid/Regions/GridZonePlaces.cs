namespace CarbonApp.Engine.Grid.Regions;

/// <summary>
/// Where the consumers of each zone live: its largest city or the middle of several, for solar geometry and distances, to about 50 km.
/// A name stands where no publisher of yearly means gives one.
/// </summary>
internal static class GridZonePlaces
{
    /// <summary>Zone key, degrees north, degrees east, name if any; one zone per line.</summary>
    public const string Rows =
        """
        AD 42.5 1.5 Andorra
        AE 24.9 54.9
        AF 34.5 69.2
        AG 17.1 -61.8
        AL 41.3 19.8
        AM 40.2 44.5
        AO -8.8 13.3
        AR -34.6 -58.4
        AT 48.1 15.5
        AU -34.5 147.5
        AU-LH -31.6 159.1 Lord Howe Island
        AU-NSW -33.8 151.0
        AU-NT -12.5 131.0
        AU-QLD -27.3 152.9
        AU-SA -34.9 138.6
        AU-TAS -42.4 147.2
        AU-TAS-CBI -40.4 148.3 Cape Barren Island
        AU-TAS-FI -40.1 148.0
        AU-TAS-KI -39.9 143.9
        AU-VIC -37.8 145.0
        AU-WA -32.0 115.9
        AU-WA-RI -32.0 115.5
        AW 12.5 -70.0
        AX 60.1 19.9
        AZ 40.4 49.8
        BA 44.2 17.9
        BB 13.1 -59.6
        BD 23.8 90.4
        BE 50.9 4.4
        BF 12.4 -1.5
        BG 42.6 24.0
        BH 26.2 50.6
        BI -3.4 29.4
        BJ 6.4 2.4
        BM 32.3 -64.8 Bermuda
        BN 4.9 114.9
        BO -17.0 -65.8
        BR -21.5 -46.5
        BR-CS -22.6 -46.5
        BR-N -2.5 -50.5
        BR-NE -9.5 -37.5
        BR-S -27.8 -50.5
        BS 25.1 -77.3
        BT 27.5 89.6
        BW -24.7 25.9
        BY 53.9 27.6
        BZ 17.3 -88.6
        CA 46.5 -78.0
        CA-AB 52.3 -113.8
        CA-BC 49.3 -122.8
        CA-MB 49.9 -97.1
        CA-NB 46.0 -66.2
        CA-NL 47.6 -53.5
        CA-NS 44.7 -63.5
        CA-NT 62.5 -114.4
        CA-NU 63.7 -68.5
        CA-ON 43.8 -79.6
        CA-PE 46.3 -63.1
        CA-QC 45.7 -73.3
        CA-SK 51.3 -105.7
        CA-YT 60.7 -135.1
        CD -4.3 15.3
        CF 4.4 18.6
        CG -4.3 15.2
        CH 47.2 8.0
        CI 5.3 -4.0
        CL -33.2 -70.8 Chile
        CL-CHP -27.1 -109.4 Easter Island
        CL-SEA -45.6 -72.1 Sistema Eléctrico de Aysén
        CL-SEM -53.2 -70.9 Sistema Eléctrico de Magallanes
        CL-SEN -33.2 -70.8
        CM 4.0 9.9
        CN 32.5 115.5
        CO 5.0 -74.5
        CR 9.9 -84.1
        CU 22.9 -82.0
        CV 15.0 -23.6
        CW 12.1 -68.9
        CY 35.0 33.3
        CZ 49.9 15.2
        DE 50.8 9.5
        DJ 11.6 43.1
        DK 55.8 10.8
        DK-BHM 55.1 14.9
        DK-DK1 56.0 9.5
        DK-DK2 55.6 12.2
        DM 15.3 -61.4
        DO 18.6 -70.0
        DZ 36.5 3.2
        EC -1.5 -79.3
        EE 59.2 25.2
        EG 30.1 31.2
        EH 27.1 -13.2 Western Sahara
        ER 15.3 38.9
        ES 40.0 -2.5
        ES-CE 35.9 -5.3
        ES-CN-FV 28.4 -14.0
        ES-CN-GC 28.0 -15.5
        ES-CN-HI 27.7 -18.0
        ES-CN-IG 28.1 -17.2
        ES-CN-LP 28.7 -17.8
        ES-CN-LZ 29.0 -13.6
        ES-CN-TE 28.4 -16.4
        ES-IB-FO 38.7 1.4
        ES-IB-IZ 38.9 1.4
        ES-IB-MA 39.6 2.8
        ES-IB-ME 39.9 4.1
        ES-ML 35.3 -2.9
        ET 9.0 38.8
        FI 61.2 24.5
        FJ -18.0 178.3
        FK -51.7 -57.9
        FM 6.9 158.2
        FO 62.0 -6.8
        FO-MI 62.1 -6.9
        FO-SI 61.5 -6.8
        FR 47.4 2.5
        FR-COR 42.2 9.1
        GA 0.4 9.5
        GB 52.6 -1.4
        GB-NIR 54.6 -6.2
        GB-ORK 59.0 -3.0
        GB-ZET 60.2 -1.2 Shetland Islands
        GE 41.8 44.3
        GF 4.9 -52.4
        GG 49.5 -2.6 Guernsey
        GH 5.8 -0.6
        GI 36.1 -5.4
        GL 64.2 -51.7
        GM 13.4 -16.6
        GN 9.6 -13.6
        GP 16.2 -61.5
        GQ 3.7 8.8
        GR 38.3 23.5
        GS -54.3 -36.5
        GT 14.6 -90.6
        GU 13.5 144.8
        GW 11.9 -15.6
        GY 6.8 -58.1
        HK 22.3 114.2
        HN 14.7 -87.6
        HR 45.5 15.8
        HT 18.6 -72.3
        HU 47.4 19.3
        ID -6.7 108.5
        IE 53.2 -7.0
        IL 31.9 34.9
        IM 54.2 -4.5 Isle of Man
        IN 22.5 77.5
        IN-AN 11.7 92.7 Andaman and Nicobar Islands
        IN-EA 23.0 86.8
        IN-NE 26.0 92.0
        IN-NO 28.0 77.5
        IN-SO 14.0 78.5
        IN-WE 20.8 74.5
        IQ 33.0 44.2
        IR 34.5 51.5
        IS 64.1 -21.5
        IT 43.5 11.5
        IT-CNO 43.4 11.8
        IT-CSO 41.4 13.5
        IT-NO 45.4 9.7
        IT-SAR 39.9 9.0
        IT-SIC 37.5 14.4
        IT-SO 40.8 16.6
        JE 49.2 -2.1 Jersey
        JM 18.0 -76.9
        JO 31.9 35.9
        JP 35.3 137.5
        JP-CB 35.1 137.2
        JP-CG 34.5 132.8
        JP-HKD 43.0 141.8
        JP-HR 36.6 136.8
        JP-KN 34.7 135.4
        JP-KY 32.9 130.7
        JP-ON 26.3 127.8
        JP-SK 34.0 133.6
        JP-TH 38.4 140.5
        JP-TK 35.7 139.7
        KE -1.2 36.9
        KG 42.3 74.2
        KH 11.7 104.9
        KM -11.7 43.3
        KP 39.0 125.8
        KR 36.5 127.5
        KW 29.3 47.9
        KY 19.3 -81.3
        KZ 47.5 74.0
        LA 18.0 102.7
        LB 33.9 35.6
        LC 13.9 -61.0
        LI 47.1 9.5 Liechtenstein
        LK 7.0 80.1
        LR 6.3 -10.7
        LS -29.3 27.6
        LT 55.1 24.3
        LU 49.6 6.1
        LV 56.9 24.4
        LY 32.5 14.5
        MA 33.5 -7.0
        MC 43.7 7.4 Monaco
        MD 47.0 28.8
        ME 42.5 19.2
        MG -18.9 47.5
        MK 41.9 21.5
        ML 12.6 -8.0
        MM 18.5 96.1
        MN 47.9 106.9
        MO 22.2 113.5
        MQ 14.6 -61.0
        MR 18.1 -16.0
        MT 35.9 14.5
        MU -20.2 57.5
        MV 4.2 73.5
        MW -14.8 34.4
        MX 20.5 -100.5
        MY 3.1 102.0
        MY-EM 3.5 113.5
        MY-WM 3.2 101.7
        MZ -25.0 33.0
        NA -22.0 16.8
        NC -22.2 166.3
        NE 13.5 2.1
        NG 7.5 5.0
        NI 12.2 -86.3
        NL 52.1 5.0
        NO 60.0 9.5
        NO-NO1 59.9 10.8
        NO-NO2 58.6 7.0
        NO-NO3 63.2 9.8
        NO-NO4 68.5 17.0
        NO-NO5 60.5 5.7
        NP 27.5 84.8
        NZ -38.7 175.2
        NZ-NZA -36.8 174.8 Auckland
        NZ-NZC -44.0 -176.5 Chatham Islands
        NZ-NZST -46.9 168.1 Stewart Island
        OM 23.4 57.8
        PA 9.0 -79.6
        PE -11.6 -76.6
        PF -17.6 -149.5
        PG -8.0 147.0
        PH 13.5 121.5
        PH-LU 14.7 121.0
        PH-MI 7.6 124.9
        PH-VI 10.4 123.5
        PK 30.5 72.0
        PL 51.6 19.3
        PM 46.8 -56.2
        PR 18.3 -66.3
        PS 31.8 35.1
        PT 39.9 -8.6
        PT-AC 37.8 -25.6 Azores
        PT-MA 32.7 -16.9
        PW 7.4 134.5
        PY -25.3 -57.4
        QA 25.3 51.5
        RE -21.0 55.4
        RO 45.0 25.6
        RS 44.5 20.6
        RU 56.0 45.0 Russia
        RU-1 55.8 43.5
        RU-2 55.0 86.0
        RU-AS 48.5 133.5
        RU-EU 67.0 33.5 Arctic European Russia
        RU-FE 59.6 150.8 Far East
        RU-KGD 54.7 20.6 Kaliningrad
        RW -1.9 30.1
        SA 24.0 46.0
        SB -9.4 160.0
        SC -4.6 55.5
        SD 15.5 32.6
        SE 58.8 15.8
        SE-SE1 65.8 21.5
        SE-SE2 62.8 16.8
        SE-SE3 59.1 16.2
        SE-SE4 56.2 14.0
        SG 1.35 103.8
        SI 46.2 14.8
        SJ 78.2 15.6 Svalbard
        SK 48.6 19.0
        SL 8.4 -13.0
        SN 14.7 -17.1
        SO 2.1 45.3
        SR 5.8 -55.2
        SS 4.9 31.6
        ST 0.3 6.7
        SV 13.7 -89.1
        SY 34.3 36.6
        SZ -26.4 31.3
        TD 12.1 15.1
        TG 6.3 1.2
        TH 14.0 100.7
        TJ 38.4 69.0
        TL -8.6 125.6
        TM 38.0 58.8
        TN 36.4 10.1
        TO -21.1 -175.2
        TR 39.6 31.0
        TT 10.5 -61.4
        TW 24.2 120.9
        TZ -6.5 38.0
        UA 49.2 31.5 Ukraine
        UA-CR 45.0 34.1 Crimea
        UG 0.4 32.6
        US 38.0 -90.0
        US-AK 61.4 -149.5
        US-AK-SEAPA 55.9 -131.9
        US-CAL-BANC 38.6 -121.4
        US-CAL-CISO 36.0 -119.8
        US-CAL-IID 33.1 -115.6
        US-CAL-LDWP 34.1 -118.3
        US-CAL-TIDC 37.5 -120.9
        US-CAR-CPLE 35.3 -78.5
        US-CAR-CPLW 35.6 -82.5
        US-CAR-DUK 35.4 -81.0
        US-CAR-SC 33.4 -79.6
        US-CAR-SCEG 33.5 -80.6
        US-CAR-YAD 35.4 -80.1
        US-CENT-SPA 36.0 -93.0
        US-CENT-SWPP 37.5 -97.5
        US-FLA-FMPP 28.4 -81.4
        US-FLA-FPC 28.4 -82.2
        US-FLA-FPL 26.7 -80.5
        US-FLA-GVL 29.7 -82.3
        US-FLA-HST 25.5 -80.5
        US-FLA-JEA 30.3 -81.6
        US-FLA-SEC 29.0 -81.8
        US-FLA-TAL 30.4 -84.3
        US-FLA-TEC 27.9 -82.3
        US-HI 21.3 -157.9
        US-MIDA-PJM 40.0 -79.0
        US-MIDW-AECI 37.6 -92.8
        US-MIDW-LGEE 38.1 -85.2
        US-MIDW-MISO 40.5 -90.5
        US-NE-ISNE 42.2 -71.8
        US-NW-AVA 47.6 -117.3
        US-NW-BPAT 46.0 -121.0
        US-NW-CHPD 47.5 -120.3
        US-NW-DOPD 47.5 -120.1
        US-NW-GCPD 47.2 -119.5
        US-NW-GRID 45.9 -119.3
        US-NW-IPCO 43.3 -115.7
        US-NW-NEVP 37.0 -115.7
        US-NW-NWMT 46.3 -111.3
        US-NW-PACE 40.9 -111.8
        US-NW-PACW 44.3 -122.0
        US-NW-PGE 45.4 -122.7
        US-NW-PSCO 39.7 -105.0
        US-NW-PSEI 47.6 -122.1
        US-NW-SCL 47.6 -122.3
        US-NW-TPWR 47.2 -122.4
        US-NW-WACM 41.0 -105.5
        US-NW-WAUW 47.5 -106.5
        US-NY-NYIS 41.3 -74.4
        US-SE-SEPA 33.8 -83.0
        US-SE-SOCO 33.0 -85.2
        US-SW-AZPS 33.6 -112.2
        US-SW-EPE 31.9 -106.5
        US-SW-PNM 35.1 -106.7
        US-SW-SRP 33.4 -111.8
        US-SW-TEPC 32.2 -110.9
        US-SW-WALC 34.0 -114.0
        US-TEN-TVA 35.6 -86.9
        US-TEX-ERCO 30.9 -97.0
        UY -34.6 -56.1
        UZ 40.8 68.0
        VC 13.2 -61.2
        VE 10.2 -68.0
        VI 18.1 -64.8
        VN 16.0 106.3
        VU -17.7 168.3
        WS -13.8 -171.8
        XK 42.6 21.0
        YE 14.8 44.5
        YT -12.8 45.2
        ZA -27.3 28.5
        ZM -14.0 28.2
        ZW -18.2 30.6
        """;
}
