// Measures the resident's side from inside the page, without touching the product: keeps the peer connections that the
// page makes and watches the video element that shows the other side.
(() => {
  const peers = [];
  const Original = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Original {
    constructor(...given) {
      super(...given);
      peers.push(this);
    }
  };
  const probe = { firstRemoteFrameAtMs: 0, cryptoMs: 0 };
  for (const name of ['generateKey', 'importKey', 'exportKey', 'sign', 'verify', 'deriveBits', 'deriveKey', 'digest']) {
    if (!window.SubtleCrypto) break; // the empty page that a browser begins with has no cryptography
    const original = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = async function (...given) {
      const begin = performance.now();
      try {
        return await original.apply(this, given);
      } finally {
        probe.cryptoMs += performance.now() - begin;
      }
    };
  }
  const watched = new WeakSet();

  const isRemote = (video) => {
    const shown = video.srcObject ? video.srcObject.getVideoTracks() : [];
    return peers.some((peer) => peer.getReceivers().some((receiver) => shown.includes(receiver.track)));
  };
  const watch = (video) => {
    if (watched.has(video)) return;
    watched.add(video);
    const seen = () => {
      if (isRemote(video) && probe.firstRemoteFrameAtMs === 0) probe.firstRemoteFrameAtMs = Date.now();
      video.requestVideoFrameCallback(seen);
    };
    video.requestVideoFrameCallback(seen);
  };
  new MutationObserver(() => document.querySelectorAll('video').forEach(watch))
    .observe(document, { childList: true, subtree: true });

  const remoteVideo = () => [...document.querySelectorAll('video')].find(isRemote);

  // The picture as BGRA bytes in base64, of the size asked for; empty text while there is none.
  probe.picture = (width, height) => {
    const video = remoteVideo();
    if (!video || video.readyState < 2) return '';
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    pen.drawImage(video, 0, 0, width, height);
    const { data } = pen.getImageData(0, 0, width, height);
    let text = '';
    for (let i = 0; i < data.length; i += 4) text += String.fromCharCode(data[i + 2], data[i + 1], data[i], data[i + 3]);
    return btoa(text);
  };

  probe.stats = async () => {
    const peer = peers[peers.length - 1];
    const result = { framesDecoded: 0, freezes: 0, audioLevel: 0, audioEnergy: 0, srtpCipher: '', pair: '' };
    if (!peer) return result;
    const reports = await peer.getStats();
    const byId = new Map([...reports.values()].map((report) => [report.id, report]));
    for (const report of reports.values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'video') {
        result.framesDecoded = report.framesDecoded || 0;
        result.freezes = report.freezeCount || 0;
      }
      if (report.type === 'inbound-rtp' && report.kind === 'audio') {
        result.audioLevel = report.audioLevel || 0;
        result.audioEnergy = report.totalAudioEnergy || 0;
      }
      if (report.type === 'transport') {
        result.srtpCipher = report.srtpCipher || '';
        const pair = byId.get(report.selectedCandidatePairId);
        if (pair) {
          const local = byId.get(pair.localCandidateId);
          const remote = byId.get(pair.remoteCandidateId);
          result.pair = `${local.candidateType}/${local.protocol}-${remote.candidateType}/${remote.protocol}`;
        }
      }
    }
    return result;
  };
  window.balieProbe = probe;
})();
