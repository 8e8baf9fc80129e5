//! What the invented company leases, from whom and for whom. Nobody here exists.

use shared::agreements::AgreementKind;
use shared::money::Currency;

/// One sort of thing and how it is usually leased.
pub(super) struct Ware {
    pub(super) count: usize,
    pub(super) object_type: &'static str,
    pub(super) titles: &'static [&'static str],
    pub(super) kinds: &'static [AgreementKind],
    pub(super) lessors: &'static [&'static str],
    pub(super) currency: Currency,
    /// Whole thousands of the currency.
    pub(super) price: (i64, i64),
    pub(super) terms: &'static [u32],
    pub(super) intervals: &'static [u32],
    /// Percent of the price.
    pub(super) residual: (i64, i64),
    /// How many out of a hundred have a price.
    pub(super) priced: i64,
    pub(super) cost_centers: &'static [(&'static str, &'static str)],
}

use AgreementKind::{Car, FinancialLease, OperationalLease, Premises, Rental};

const CARS: &[&str] =
    &["Kombi laddhybrid", "Kombi diesel", "Elbil mellanklass", "Elbil SUV", "Servicebil skåp", "Säljbil elkombi"];
const HEAVY: &[&str] =
    &["Dragbil 6x2", "Distributionsbil 16 ton", "Skåpbil 3,5 ton", "Kranbil 26 ton", "Semitrailer kyl"];
const FORKLIFTS: &[&str] =
    &["Motviktstruck 2,5 ton", "Skjutstativtruck", "Ledstaplare", "Plocktruck", "Motviktstruck el 3 ton"];
const COMPUTERS: &[&str] = &[
    "Bärbara datorer",
    "Servrar och lagring",
    "Skrivare våning 2",
    "Konferenssystem",
    "Nätverksutrustning",
    "Handdatorer lager",
];
const KITCHEN: &[&str] =
    &["Kombiugn", "Diskmaskin tunnel", "Kaffemaskin personalmatsal", "Kylrum", "Stekbord", "Ismaskin"];
const MACHINES: &[&str] =
    &["Kantpress", "Laserskärare", "Svetsrobot", "Fleroperationsmaskin", "Kompressor", "Packlinje"];
const ROOMS: &[&str] = &[
    "Kontor Storgatan 12",
    "Lager Hamnvägen 4",
    "Verkstad Industrigatan 9",
    "Butik Torget 1",
    "Kontor Kungsgatan 30",
    "Parkeringshus 40 platser",
];

const SALES: (&str, &str) = ("Försäljning", "3100");
const SERVICE: (&str, &str) = ("Service", "3300");
const TRANSPORT: (&str, &str) = ("Transport", "4100");
const STORE: (&str, &str) = ("Lager", "4200");
const PLANT: (&str, &str) = ("Produktion", "4500");
const IT: (&str, &str) = ("IT", "5200");
const OFFICE: (&str, &str) = ("Administration", "5100");

const FLEET: &[&str] = &["Blåklinten Fordonsfinans AB", "Lingonbanken Finans AB", "Tranan Leasing AB"];
const OBJECTS: &[&str] =
    &["Granbarr Objektfinans AB", "Lingonbanken Finans AB", "Videdal Maskinfinans AB", "Snöflingan Finans AB"];
/// One of them was entered twice.
const DOUBLED: &[&str] = &["Tranan Leasing AB", "Tranan Leasing", "Granbarr Objektfinans AB"];
const LANDLORDS: &[&str] = &["Fastighetsbolaget Kvarnvingen AB", "Hyreshuset Ekorren AB"];

pub(super) const RESPONSIBLE: &[&str] =
    &["Agneta Lövgren", "Bo Stenmark", "Camilla Ekdal", "Daniel Forsvik", "Elin Hedqvist", "Farid Nouri"];

pub(super) const WARES: &[Ware] = &[
    Ware {
        count: 85,
        object_type: "Personbil",
        titles: CARS,
        kinds: &[Car],
        lessors: FLEET,
        currency: Currency::SEK,
        price: (260, 620),
        terms: &[36, 36, 36, 48],
        intervals: &[1],
        residual: (35, 52),
        priced: 92,
        cost_centers: &[SALES, SALES, SERVICE, OFFICE],
    },
    Ware {
        count: 10,
        object_type: "Personbil",
        titles: CARS,
        kinds: &[Car],
        lessors: &["Fjordlease AS"],
        currency: Currency::NOK,
        price: (300, 560),
        terms: &[36],
        intervals: &[1],
        residual: (40, 50),
        priced: 100,
        cost_centers: &[SALES],
    },
    Ware {
        count: 40,
        object_type: "Lastbil",
        titles: HEAVY,
        kinds: &[FinancialLease],
        lessors: &["Videdal Maskinfinans AB", "Lingonbanken Finans AB"],
        currency: Currency::SEK,
        price: (450, 2400),
        terms: &[60, 72],
        intervals: &[1, 1, 3],
        residual: (8, 20),
        priced: 95,
        cost_centers: &[TRANSPORT],
    },
    Ware {
        count: 35,
        object_type: "Truck",
        titles: FORKLIFTS,
        kinds: &[FinancialLease, FinancialLease, OperationalLease],
        lessors: OBJECTS,
        currency: Currency::SEK,
        price: (90, 480),
        terms: &[48, 60],
        intervals: &[1, 3],
        residual: (5, 15),
        priced: 82,
        cost_centers: &[STORE, PLANT],
    },
    Ware {
        count: 50,
        object_type: "IT-utrustning",
        titles: COMPUTERS,
        kinds: &[OperationalLease, OperationalLease, FinancialLease],
        lessors: DOUBLED,
        currency: Currency::SEK,
        price: (40, 900),
        terms: &[36, 36, 24],
        intervals: &[3, 3, 1],
        residual: (0, 6),
        priced: 70,
        cost_centers: &[IT],
    },
    Ware {
        count: 30,
        object_type: "Storköksutrustning",
        titles: KITCHEN,
        kinds: &[FinancialLease, Rental],
        lessors: &["Snöflingan Finans AB", "Granbarr Objektfinans AB"],
        currency: Currency::SEK,
        price: (25, 320),
        terms: &[36, 60],
        intervals: &[1, 3],
        residual: (0, 5),
        priced: 60,
        cost_centers: &[OFFICE, PLANT],
    },
    Ware {
        count: 14,
        object_type: "Produktionsutrustning",
        titles: MACHINES,
        kinds: &[FinancialLease],
        lessors: OBJECTS,
        currency: Currency::SEK,
        price: (350, 4200),
        terms: &[60, 84],
        intervals: &[3, 1],
        residual: (5, 15),
        priced: 90,
        cost_centers: &[PLANT],
    },
    Ware {
        count: 16,
        object_type: "Produktionsutrustning",
        titles: MACHINES,
        kinds: &[FinancialLease],
        lessors: &["Lindenhof Equipment Finance GmbH"],
        currency: Currency::EUR,
        price: (60, 420),
        terms: &[60, 84],
        intervals: &[3],
        residual: (5, 12),
        priced: 100,
        cost_centers: &[PLANT],
    },
    Ware {
        count: 20,
        object_type: "Lokal",
        titles: ROOMS,
        kinds: &[Premises],
        lessors: LANDLORDS,
        currency: Currency::SEK,
        price: (900, 6000),
        terms: &[36, 60, 120],
        intervals: &[3],
        residual: (0, 0),
        priced: 0,
        cost_centers: &[OFFICE, STORE, PLANT],
    },
];
