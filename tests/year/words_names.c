/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of people, firms, streets and places. People are put together from parts, so that a hundred thousand have names. */
#include "words.h"

#include <stddef.h>

words words_first = {"Anouk", "Bram", "Cees", "Daan", "Eline", "Fatima", "Gijs", "Hanneke", "Ilse", "Jeroen", "Karim", "Lotte",
        "Mohamed", "Nadia", "Olaf", "Petra", "Quinten", "Roos", "Sanne", "Tom", "Umut", "Vera", "Willem", "Yasmin", "Zeynep",
        "Aart", "Bea", "Coen", "Dilek", "Esther", "Frans", "Greet", "Henk", "Ingrid", "Jan", "Kees", "Liesbeth", "Marloes", "Niels",
        "Omar", "Piet", "Ria", "Stefan", "Tineke", "Ursula", "Vincent", "Wendy", "Youssef", "Zoë", "Adriaan", "Birgül", "Corrie",
        "Dennis", "Els", "Ferry", "Gerda", "Hamza", "Ineke", "Joost", "Katja", "Lars", "Mieke", "Noor", "Oscar", "Pauline", "Ruud",
        "Samira", "Thijs", "Ton", "Vivian", "Wim", "Agnieszka", "Piotr", "Magda", "Rachid", "Sjaak", "Toos", "Jolanda", "Harrie",
        "Marjan", NULL};

/* Initials, for where there are more people than names. */
words words_middle = {
        "", "J. ", "M. ", "A. ", "B. ", "C. ", "E. ", "F. ", "H. ", "K. ", "L. ", "N. ", "P. ", "R. ", "S. ", "T. ", "W. ", NULL};

words words_last = {"Aarts", "Bakker", "Claassen", "Dijkstra", "Essers", "Franken", "van Gils", "Hendriks", "IJzermans", "Jansen",
        "Kuijpers", "de Leeuw", "Maas", "Nooren", "van Oort", "Peters", "Quirijns", "Roovers", "Schellekens", "Timmers", "van Uden",
        "Verhoeven", "de Wolf", "Yıldız", "Zwart", "Arts", "van den Berg", "Cools", "van Dongen", "van Eijk", "Feijen", "de Graaf",
        "de Haan", "van Iersel", "de Jong", "Kroon", "van Loon", "van der Meer", "van Nuland", "Ostendorf", "van de Poel",
        "van Rijswijk", "Smulders", "van Tilborg", "de Vries", "de Wit", "Yilmaz", "van Zanten", "El Amrani", "Bouzid", "Kowalska",
        "Nowak", "Özdemir", "Demir", "Haddou", "van der Linden", "Brouwer", "Mulder", "Visser", "Smit", "de Boer", "de Vos",
        "Dekkers", "Robben", "van der Heijden", "de Lange", "van de Ven", "ter Horst", "van den Bosch", "van de Velde", "van Laar",
        "van den Broek", "Wouters", "Vermeer", "Willems", "Spapens", "Backx", "Mutsaers", "Denissen", "Snels", NULL};

words words_streets = {"Lijnsheike", "de Molenstraat", "de Lindelaan", "de Ringbaan", "de Wilgenstraat", "het Kerkpad",
        "de Spoordreef", "de Kapelhof", "de Weverstraat", "het Bleekveld", "de Wolstraat", "de Vlasakker", "de Eikenlaan",
        "de Heidestraat", "het Kanaalpad", "de Havendijk", "de Beukenhof", "de Stationsstraat", "de Korenbloemstraat",
        "de Akkerwinde", "het Schoolplein", "de Dorpsdijk", "de Zandstraat", "het Wagenpad", "de Kuiperstraat", "de Smidsvuurlaan",
        NULL};

words words_groups = {"de buurtvereniging", "het wijkteam", "de scouting", "de ondernemersvereniging", "de voetbalclub",
        "de volkstuinders", "de leerlingenraad", "de bewonersgroep", "het koor", "de energiecoöperatie", "de parkmanager",
        "de woningcorporatie", "de bibliotheek", "de fietsersbond", NULL};

words words_days = {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", NULL};
words words_months = {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
        "november", "december", NULL};
words words_times = {"9 uur", "10 uur", "half elf", "11 uur", "1 uur", "2 uur", "4 uur", "7 uur", "half acht", "8 uur", NULL};

words words_firm_before = {"Bakkerij ", "Metaalbewerking ", "Drukkerij ", "Transportbedrijf ", "Garage ", "Timmerfabriek ",
        "Installatietechniek ", "Koelhuis ", "Wasserij ", "Groothandel ", "Textielatelier ", "Brouwerij ", "Hoveniersbedrijf ",
        "Lasbedrijf ", "Meubelmakerij ", "Cateraar ", "Schildersbedrijf ", "Kwekerij ", NULL};
words words_firm_name = {"De Korenaar", "Het Spoor", "De Schakel", "Noorderlicht", "De Pijler", "Het Anker", "De Wolkammer",
        "Goudwaard", "De Vlinderslag", "Zuidwester", "De Driesprong", "Veldzicht", "De Nieuwe Lijn", "Kanaalzicht", "De Eik",
        "Het Tandwiel", "Ambacht & Zn.", "De Kraai", "Vossenhol", "De Loods", NULL};
words words_firm_after = {"", "", "", " BV", " BV", " VOF", " en Zonen", NULL};

words words_school = {"Basisschool De Linde", "Basisschool Het Kompas", "Mbo Techniek Noord", "Brede School Reeshof",
        "Praktijkschool De Werf", "Lyceum Het Kanaal", "Basisschool De Regenboog", NULL};
words words_care = {"Thuiszorg Om de Hoek", "Woonzorg De Heikant", "Huisartsen Noord", "Dagbesteding Het Atelier", "Wijkzorg Samen",
        "Inloophuis De Bank", NULL};
words words_society = {"Stichting Groen Noord", "Speeltuin Noord", "Buurthuis De Ypelaer", "Energiecoöperatie Zon op Noord",
        "Muziekvereniging Concordia", "Stichting Leergeld Dichtbij", "Repair Café Noord", "Voedselbank aan Huis", NULL};
words words_office = {"Gemeente, wijkregie Noord", "Gemeente, gebiedsteam Kraaiven", "Gemeente, duurzaamheid",
        "Parkmanagement Vossenberg", "Waterschap, klimaat", "Provincie, energie", NULL};

static words kraaiven = {"Kraaiven, hal 4", "Kraaiven, de kade", "de poort van Kraaiven", "Kraaiven, blok C",
        "het pleintje op Kraaiven", "Kraaiven Noord", NULL};
static words noord = {"Lijnsheike", "Stokhasselt", "Heikant", "Quirijnstok", "het Wagnerplein", "Speeltuin Noord", NULL};
static words vossenberg = {"Vossenberg West", "Vossenberg, loods 12", "de sluis op Vossenberg", "Vossenberg Oost",
        "de truckparking op Vossenberg", NULL};
static words reeshof = {
        "Reeshof, Huibeven", "Reeshof, Koolhoven", "het Buurmalsenplein", "Reeshof, Gesworen Hoek", "station Reeshof", NULL};
static words goirke = {"het Goirke", "de Wolhal", "Hasselt, de kapel", "het Wilhelminapark", "de Textielplein-hoek", NULL};

const char *const *const words_places[] = {kraaiven, noord, vossenberg, reeshof, goirke};
