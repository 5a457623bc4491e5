import { describe, expect, it } from "@jest/globals";
import { readBytes } from "../test/read-bytes.ts";
import { findBotChallenge } from "./bot-challenge.ts";

const CHALLENGES: Record<string, string> = {
  Cloudflare: `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head><body>
    <noscript>Enable JavaScript and cookies to continue</noscript>
    <script>(function(){window._cf_chl_opt={cvId:'3'};var a=document.createElement('script');
    a.src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=8';}());</script></body></html>`,
  "Imperva Incapsula": `<html style="height:100%"><head><META NAME="ROBOTS" CONTENT="NOINDEX, NOFOLLOW"></head>
    <body><iframe id="main-iframe" src="/_Incapsula_Resource?SWUDNSAI=31&xinfo=1" width="100%">
    Request unsuccessful. Incapsula incident ID: 1-2</iframe></body></html>`,
  DataDome: `<html lang="en"><head><title>example.com</title></head><body>
    <p id="cmsg">Please enable JS and disable any ad blocker</p>
    <script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script></body></html>`,
  "HUMAN (PerimeterX)": `<html><head><title>Access to this page has been denied</title></head><body>
    <div id="px-captcha"></div><script>window._pxAppId='PX1';</script></body></html>`,
  Akamai: `<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>
    You don't have permission to access "http&#58;&#47;&#47;example&#46;com&#47;" on this server.<P>
    Reference&#32;&#35;18&#46;2f1&#46;17&#46;9a</BODY></HTML>`,
  "AWS WAF": `<!DOCTYPE html><html lang="en"><head><script>window.awsWafCookieDomainList = [];
    window.gokuProps = {"key":"a"};</script><script src="https://1.2.eu-west-1.token.awswaf.com/1/challenge.js">
    </script></head><body><script>AwsWafIntegration.getToken()</script></body></html>`,
  Sucuri: `<html><title>You are being redirected...</title><script>var s={},u,c,e='',sucuri_cloudproxy_js='';
    </script></html>`,
  "DDoS-Guard": `<!DOCTYPE html><html><head><title>DDoS-Guard</title></head><body>
    <script src="https://check.ddos-guard.net/check.js"></script></body></html>`,
  Kasada: `<html><head></head><body><script>window.KPSDK={};KPSDK.now=Date.now;</script>
    <script src="/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39/ips.js?x-kpsdk-im=A"></script></body></html>`,
  Anubis: `<!doctype html><html lang="en"><head><title>Making sure you&#39;re not a bot!</title>
    <script id="anubis_version" type="application/json">"v1"</script></head><body></body></html>`,
};

describe("the page of a bot challenge", () => {
  it.each(Object.entries(CHALLENGES))(
    "of %s is told from a page, and named",
    async (name, page) => {
      const { report } = await readBytes(page, { contentType: "text/xml" });

      expect(report).toMatchObject({ kind: "unknown", outcome: "blocked", entries: 0 });
      expect(report.detail).toContain(name);
    },
  );

  it.each([
    [
      "a page that a protection has let pass",
      `<html><head><title>Shop</title></head><body>
      <script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script></body></html>`,
    ],
    [
      "a 403 of a common server",
      "<html><head><title>403 Forbidden</title></head><body>nginx</body></html>",
    ],
    [
      "an Access Denied without more",
      "<html><title>Access Denied</title><body>Log in first.</body></html>",
    ],
    [
      "a long article about such pages",
      `<html><body><p>${"Words about the web. ".repeat(200)}
      window._cf_chl_opt and /cdn-cgi/challenge-platform/ are its marks</p></body></html>`,
    ],
    ["a text that is no page", "Just a moment... window._cf_chl_opt /cdn-cgi/challenge-platform/"],
  ])("is not %s", async (_, page) => {
    expect(findBotChallenge(page)).toBeNull();
    expect((await readBytes(page)).report.outcome).toBe("not_a_sitemap");
  });

  it("is not looked for in a sitemap", async () => {
    const { report } = await readBytes(
      `<urlset><url><loc>/a</loc></url></urlset><!-- <html><title>Just a moment...</title>_cf_chl_opt -->`,
    );

    expect(report.outcome).toBe("ok");
  });
});
