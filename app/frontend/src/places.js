// Municipality, postal code and province fill each other.
import { startPlaces } from "./lib/places.js";

startPlaces(document);
