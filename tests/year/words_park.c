/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a business park is about: charging, the grid, transport, halls. */
#include "words.h"

#include <stddef.h>

static words laden_titles = {"Laadplein voor {n} bedrijven bij {plek}", "Delen van laadpalen op {plek}",
        "'s Nachts laden achter de hal", "Laadpalen voor bestelbussen en buren", "Samen laden in {straat}",
        "Een laadhub bij {plek}", NULL};
static words laden_why = {"Onze palen staan vanaf {tijd} leeg terwijl de buren een halfuur zoeken.",
        "Vanaf volgend jaar moeten bestelbussen elektrisch de stad in.", "Een eigen paal is duur en het net is vol.",
        "{firma} wacht al {n} maanden op een verzwaring.", "Overdag rijden de bussen, 's nachts staan ze allemaal tegelijk.", NULL};
static words laden_how = {"Een rooster per week, en wie ruilt zegt het hier.", "We meten per paal en rekenen af tegen kostprijs.",
        "Begin met {n} palen van 22 kW.", "Het zonnedak van {firma} levert overdag.", "De sturing houdt alles onder de {nn} kW.",
        NULL};
static words laden_deeds = {"Eerste {n} palen in bedrijf", "Nachtrooster loopt zonder ruzie", "Kabel getrokken naar {plek}",
        "{nn} buren hebben een laadpas", "Meting van een week gedeeld", NULL};
static words laden_gatherings = {"Rekenavond laadplein", "Kijken bij de palen van {firma}", "Roosteroverleg laden", NULL};
static words laden_lessons = {"Gelijktijdigheid is lager dan je denkt: {nn} procent",
        "Zet de stekker erin als je aankomt, de sturing doet de rest", "Eerst meten, dan verzwaren", NULL};
static words laden_brings = {"twee laadpalen van 22 kW", "een parkeerterrein", "een installateur in dienst",
        "meetgegevens van een jaar", "kennis van tarieven", NULL};
static words laden_notes = {"Welke stekker zit eraan?", "Bij ons is 's nachts nog ruimte.", "Kan een deelauto er ook bij?",
        "De tweede paal doet het weer.", "Wat kost een kilowattuur dan?", NULL};
static const struct trade laden_trades[] = {
        {"Laadpaal vrij, {q}", "Laadplek gezocht, {q}", "kW", 7, 50, 1, "Met pas of met een berichtje."},
        {"Stroom van het dak, {q}", "Stroom gezocht om te laden, {q}", "kWh", 20, 400, 10, "Als de zon schijnt."},
        {"Laadplekken te deel, {q}", "Laadplekken gezocht, {q}", "plekken", 1, 8, 1, "Achter het hek, verlicht."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_laden = {.tags = {"laden", "charging", "energie", "mobiliteit", NULL},
        .season = {11, 11, 10, 10, 9, 8, 6, 6, 11, 12, 12, 10},
        .titles = laden_titles,
        .why = laden_why,
        .how = laden_how,
        .deeds = laden_deeds,
        .gatherings = laden_gatherings,
        .lessons = laden_lessons,
        .brings = laden_brings,
        .notes = laden_notes,
        .trades = laden_trades};

static words net_titles = {"Eén aansluiting voor {n} bedrijven", "Groepscontract voor het net op {plek}",
        "Ruimte op het net delen bij {plek}", "Een buurtbatterij bij {plek}", "Pieken verschuiven op {plek}", "Zon op {nn} daken",
        NULL};
static words net_why = {"Het net zit op slot en wij gebruiken samen nog niet de helft van wat we gecontracteerd hebben.",
        "{firma} kan niet uitbreiden, {firma} houdt elke nacht over.", "Wie alleen rekent betaalt voor een piek van een kwartier.",
        "Op {dag} rond {tijd} draait iedereen tegelijk.", "Er ligt {nn} kW te slapen achter dit hek.", NULL};
static words net_how = {"We leggen de meetgegevens naast elkaar.", "Een rooster voor ovens, persen en koeling.",
        "De batterij vangt het kwartier op.", "Met {groep} praten we met de netbeheerder.",
        "Elk bedrijf geeft aan wat het {n} uur kan missen.", NULL};
static words net_deeds = {"Meetgegevens van {n} bedrijven naast elkaar", "Groepscontract getekend", "Piek van {nn} kW verschoven",
        "Batterij aangesloten bij {plek}", "Eerste week onder de grens gebleven", NULL};
static words net_gatherings = {"Ontbijt over het volle net", "Gesprek met de netbeheerder", "Rondgang langs de trafo's", NULL};
static words net_lessons = {"De piek komt van de koeling, niet van de ovens", "Vraag kwartierwaarden op, die zijn van jou",
        "Een contract is sneller rond dan een kabel", NULL};
static words net_brings = {"{nn} kW tussen zes en vier", "kwartierwaarden", "een dak van {nn} bij {nn} meter", "een jurist",
        "een batterij op proef", NULL};
static words net_notes = {"Tussen 18:00 en 4:00 staat onze oven uit.", "Wie beheert de meters?", "De verzekeraar heeft nog vragen.",
        "Wij kunnen onze pers twee uur later starten.", "Goed getal, dat wisten wij niet.", NULL};
static const struct trade net_trades[] = {
        {"Ruimte op onze netaansluiting, {q}", "Netruimte gezocht, {q}", "kW", 20, 400, 10, "Buiten onze productietijd."},
        {"Batterij op wielen, {q}", "Batterij gezocht, {q}", "kWh", 50, 500, 50, "Met aansluitkast."},
        {"Dak voor zonnepanelen, {q}", "Dak gezocht voor panelen, {q}", "m2", 100, 2500, 50, "Constructie is nagekeken."},
        {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_net = {.tags = {"netcapaciteit", "energie", "zon", NULL},
        .season = {12, 12, 10, 9, 9, 9, 6, 5, 11, 12, 13, 9},
        .titles = net_titles,
        .why = net_why,
        .how = net_how,
        .deeds = net_deeds,
        .gatherings = net_gatherings,
        .lessons = net_lessons,
        .brings = net_brings,
        .notes = net_notes,
        .trades = net_trades};

static words logistiek_titles = {"Samen één bus naar de binnenstad", "Pakketten bundelen bij {plek}",
        "Retourvracht delen op {plek}", "Een laaddok voor {n} bedrijven", "Fietskoeriers vanaf {plek}",
        "Chauffeurs wachten menselijk", NULL};
static words logistiek_why = {"Elke ochtend rijden {n} halflege bussen achter elkaar naar dezelfde straat.",
        "Terug rijden wij leeg en dat is de helft van de weg.", "In {straat} stopt elke tien minuten een andere bezorger.",
        "Chauffeurs staan hier uren zonder toilet.", "{firma} heeft een dok dat na {tijd} niet gebruikt wordt.", NULL};
static words logistiek_how = {"Om {tijd} vertrekt één volle bus.", "Wie ruimte heeft zet die hier neer, per pallet.",
        "De laatste meters gaan per bakfiets.", "{firma} plant, {firma} rijdt.", "We proberen het {n} weken en tellen ritten.",
        NULL};
static words logistiek_deeds = {"{nn} ritten minder deze maand", "Eerste gedeelde vracht is weg", "Toilet open voor chauffeurs",
        "Dok verlicht en vrij", "{n} bakfietsen op de weg", NULL};
static words logistiek_gatherings = {"Planningsoverleg vracht", "Kijken bij het dok van {firma}", "Chauffeursontbijt", NULL};
static words logistiek_lessons = {"Spreek een vaste vertrektijd af, de rest volgt", "Pallets van één maat schelen een uur",
        "Retour is pas vracht als iemand het weet", NULL};
static words logistiek_brings = {
        "een bus met laadklep", "een dok na zessen", "een planner", "twee bakfietsen", "palletplaatsen", NULL};
static words logistiek_notes = {"Wij rijden toch op {dag}.", "Past een europallet erin?", "De brug is in {maand} dicht, let op.",
        "Graag ook gekoeld.", "Vanaf {plek} is het tien minuten.", NULL};
static const struct trade logistiek_trades[] = {
        {"Palletplaatsen vrij, {q}", "Palletplaatsen gezocht, {q}", "pallets", 1, 40, 1, "Droog, met heftruck."},
        {"Laadruimte naar de stad, {q}", "Laadruimte gezocht, {q}", "m3", 1, 30, 1, "Vertrek in de ochtend."},
        {"Bestelbus te deel, {q}", "Bestelbus gezocht, {q}", "dagen", 1, 6, 1, "Elektrisch, tot 3,5 ton."},
        {"Heftruck met mens, {q}", "Heftruck gezocht, {q}", "uur", 1, 8, 1, "Tot 2500 kilo."}, {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_logistiek = {.tags = {"logistiek", "vervoer", "bundelen", NULL},
        .season = {9, 10, 11, 10, 10, 9, 6, 6, 11, 12, 14, 15},
        .titles = logistiek_titles,
        .why = logistiek_why,
        .how = logistiek_how,
        .deeds = logistiek_deeds,
        .gatherings = logistiek_gatherings,
        .lessons = logistiek_lessons,
        .brings = logistiek_brings,
        .notes = logistiek_notes,
        .trades = logistiek_trades};

static words leegstand_titles = {"Leven in de lege hal bij {plek}", "Werkplaatsen voor starters op {plek}",
        "Een zaal voor de buurt bij {firma}", "Lege kantoren, volle plannen", "Atelier in de oude fabriek",
        "Vergaderruimte delen op {plek}", NULL};
static words leegstand_why = {"Achter {straat} staat {nn} procent van de meters leeg.",
        "Starters zoeken {nn} vierkante meter, niemand verhuurt zo klein.",
        "Na {tijd} is onze kantine donker en de buurt zoekt een zaal.", "Leegstand trekt rommel en haalt moed weg.",
        "{groep} vergadert nu in een gang.", NULL};
static words leegstand_how = {"Per dagdeel, sleutel bij {mens}.", "We verdelen de hal in vakken van {nn} vierkante meter.",
        "Verwarming delen we naar gebruik.", "De eigenaar doet mee zolang hij zelf kan kiezen.", "{groep} houdt de agenda bij.",
        NULL};
static words leegstand_deeds = {"Eerste {n} huurders binnen", "Hal bij {plek} schoongemaakt", "Zaal geverfd met {n} man",
        "Agenda voor de zaal staat", "Oude kantine is weer open", NULL};
static words leegstand_gatherings = {"Open dag in de hal", "Sleuteloverleg", "Ideeënavond lege ruimte", NULL};
static words leegstand_lessons = {"Vraag eerst de brandweer, dan de schilder", "Een korte huur trekt wie iets probeert",
        "Laat de eigenaar de eerste koffie schenken", NULL};
static words leegstand_brings = {"een sleutel en vertrouwen", "verf en rollers", "een huurcontract dat werkt",
        "tafels uit de oude kantine", "een netwerk van starters", NULL};
static words leegstand_notes = {"Is er ook water?", "Wij zoeken juist zoiets voor {n} maanden.",
        "De vloer houdt twee ton per meter.", "Wat doet de verwarming in {maand}?", "De lift is gekeurd.", NULL};
static const struct trade leegstand_trades[] = {
        {"Halruimte, {q}", "Halruimte gezocht, {q}", "m2", 20, 1200, 20, "Vorstvrij, met roldeur."},
        {"Zaal bij {plek}, {q}", "Zaal gezocht, {q}", "stoelen", 10, 120, 5, "Met beamer en koffie."},
        {"Werkplek in ons kantoor, {q}", "Werkplek gezocht, {q}", "plekken", 1, 12, 1, "Rustig, met raam."},
        {"Opslag, {q}", "Opslag gezocht, {q}", "m3", 2, 200, 2, "Droog en op slot."}, {NULL, NULL, NULL, 0, 0, 0, NULL}};
const struct topic topic_leegstand = {.tags = {"ruimte", "leegstand", "hal", NULL},
        .season = {12, 11, 10, 10, 9, 8, 6, 6, 12, 11, 10, 7},
        .titles = leegstand_titles,
        .why = leegstand_why,
        .how = leegstand_how,
        .deeds = leegstand_deeds,
        .gatherings = leegstand_gatherings,
        .lessons = leegstand_lessons,
        .brings = leegstand_brings,
        .notes = leegstand_notes,
        .trades = leegstand_trades};
