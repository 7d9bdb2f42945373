// The technician's day. Addresses open the map of the phone: whichever app was chosen on Android
// (geo:), Apple's on an iPhone, Google's page elsewhere.
import "./styles/today.css";

const agent = navigator.userAgent;
const isApple = /iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && navigator.maxTouchPoints > 1);

for (const link of document.querySelectorAll("a[data-geo]")) {
  if (/Android/.test(agent)) {
    link.href = link.dataset.geo;
    link.removeAttribute("target");
  } else if (isApple) link.href = link.dataset.apple;
}
